# `sh shorten-lists.sh SYSTEM`: leaves in apt's lists no more than the packages that debootstrap has fetched. Its second stage
# reads them once for each package, which takes an emulated processor seconds for the whole of Debian.
for list in "$1"/var/lib/apt/lists/*_Packages; do
  ls "$1/var/cache/apt/archives" | sed -n 's/_.*\.deb$//p' > "$list.names"
  awk -v names="$list.names" '
    BEGIN { while ((getline name < names) > 0) wanted[name]; RS = ""; ORS = "\n\n"; FS = "\n" }
    substr($1, length("Package: ") + 1) in wanted' "$list" > "$list.short"
  mv "$list.short" "$list"
  rm "$list.names"
done
