# Runs inside the virtual machine, as its only service: each line of /runs, then hands the results out on the second disk.
results=/results
mkdir -p $results /home/user/tmp
chown user:user /home/user/tmp
{
  uname -srv
  systemctl --version | head -n 1
  echo "controllers: $(cat /sys/fs/cgroup/cgroup.controllers)"
} > $results/host.txt

cd /checkout
# Emulated processors run what V8 replaces of WebAssembly while it runs, at times, before it is whole.
node="$(echo /checkout/packages/runner/node_modules/node22-linux-*/bin/node) --no-wasm-tier-up --no-wasm-dynamic-tiering"
# A second of this machine is worth a fraction of one.
vitest="env LAMBENT_TEST_FUNCTION_TIMEOUT_MS=30000 $node node_modules/vitest/vitest.mjs run --configLoader runner --project rooms --reporter=default --reporter=json --maxWorkers=1"
# The projects' own limits are stronger than those of the command line.
sed -i -E 's/(test|hook)Timeout: [0-9_]+/\1Timeout: 300_000/' vitest.config.ts
service="systemd-run --quiet --wait --pipe --working-directory=/checkout"
as_user="runuser -u user -- env HOME=/home/user TMPDIR=/home/user/tmp XDG_RUNTIME_DIR=/run/user/1000
  DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus"

while read -r name tests; do
  file=/home/user/tmp/$name.json
  case $name in
    root) around="$service --property=Delegate=yes" ;;
    undelegated) around=$service ;;
    user) around="$as_user systemd-run --quiet --user --scope --property=Delegate=yes" ;;
  esac
  $around $vitest --outputFile.json=$file $tests > $results/$name.txt 2>&1 < /dev/null
  cp $file $results/
  find /sys/fs/cgroup -name 'lambent*' | sed "s/^/$name left behind: /" >> $results/left.txt
  tar -C $results -cf /dev/vdb .
done < /runs
sync
