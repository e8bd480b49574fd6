// Node.js 24 loads every function by `import()`, which costs less when the program is an ES module itself.
import "./index.cjs";
