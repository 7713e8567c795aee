# Everything is in build.cs; this only makes sure that there is an SDK to run it.
$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try { $version = & dotnet --version 2>$null } catch { $version = $null } finally { Pop-Location }
if (-not $version -or $LASTEXITCODE -ne 0) {
    [Console]::Error.WriteLine('SpanLinalg needs the .NET 10 SDK, which was not found: get it from https://dotnet.microsoft.com/download/dotnet/10.0')
    exit 1
}
& dotnet run (Join-Path $PSScriptRoot 'build.cs') -- @args
exit $LASTEXITCODE
