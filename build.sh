#!/usr/bin/env bash
# Everything is in build.cs; this only makes sure that there is an SDK to run it.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
    echo "SpanLinalg needs the .NET 10 SDK, which was not found: get it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 1
fi
exec dotnet run "$root/build.cs" -- "$@"
