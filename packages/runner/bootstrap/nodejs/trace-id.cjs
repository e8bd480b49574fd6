// _X_AMZN_TRACE_ID has another value for each event, and the C library keeps every value that a variable of the process ever
// had: 160 bytes an event, with which a function of 128 MB would end after some 600,000. So this one lies beside the others.

const NAME = "_X_AMZN_TRACE_ID";

let traceId;

const merged = new Proxy(process.env, {
  get: (variables, name) => (name === NAME ? traceId : variables[name]),
  set: (variables, name, value) => {
    if (name === NAME) traceId = `${value}`;
    else variables[name] = value;
    return true;
  },
  has: (variables, name) => (name === NAME ? traceId !== undefined : name in variables),
  deleteProperty: (variables, name) => {
    if (name === NAME) traceId = undefined;
    else delete variables[name];
    return true;
  },
  defineProperty: (variables, name, descriptor) => {
    if (name !== NAME) return Reflect.defineProperty(variables, name, descriptor);
    traceId = `${descriptor.value}`;
    return true;
  },
  ownKeys: (variables) => (traceId === undefined ? Reflect.ownKeys(variables) : [...Reflect.ownKeys(variables), NAME]),
  getOwnPropertyDescriptor: (variables, name) => {
    if (name !== NAME) return Reflect.getOwnPropertyDescriptor(variables, name);
    if (traceId === undefined) return undefined;
    return { value: traceId, writable: true, enumerable: true, configurable: true };
  },
});
// `console.log(process.env)` looks behind one proxy, and would show the process's variables alone.
const environment = new Proxy(merged, {});

/** Makes a `process.env` that has the variable as its own: user code, and the processes that it starts, find it as any other. */
function installTraceId() {
  process.env = environment;
}

/** Of the event that begins; undefined where it has none. */
function setTraceId(id) {
  if (process.env === environment) traceId = id;
  // User code has put an object of its own in its place.
  else if (id) process.env[NAME] = id;
  else delete process.env[NAME];
}

module.exports = { installTraceId, setTraceId };
