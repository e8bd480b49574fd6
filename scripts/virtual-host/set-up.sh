#!/bin/sh
# Makes the test machine out of a new Debian, within it. Where this is the first process of a machine, debootstrap's first
# stage lies in its memory, which only a processor of that architecture can finish: it does, and hands the system out on its disk.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C
if [ $$ = 1 ]; then
  mount -t proc proc /proc
  mount -t sysfs sysfs /sys
  mount -t devtmpfs devtmpfs /dev
  exec > /dev/console 2>&1
  # Not as usual with a driver for every disk there is, which takes an emulated processor a quarter of an hour.
  export INITRD=No
  /debootstrap/debootstrap --second-stage || tail -n 30 /debootstrap/debootstrap.log
  mountpoint -q /proc || mount -t proc proc /proc
  printf '%s\n' virtio_pci virtio_blk ext4 >> /etc/initramfs-tools/modules
  echo MODULES=list > /etc/initramfs-tools/conf.d/modules
  update-initramfs -c -k all
fi

useradd --uid 1000 --create-home --shell /bin/bash user
# The user's own systemd starts with the machine.
mkdir -p /var/lib/systemd/linger
touch /var/lib/systemd/linger/user
: > /etc/fstab
rm -f "$0"

if [ $$ = 1 ]; then
  modprobe -a virtio_pci virtio_blk
  tar -C / --one-file-system -cf /dev/vda .
  sync
  echo o > /proc/sysrq-trigger
  sleep 60
fi
