# Installs OpenBLAS, which has LAPACKE in it, for SpanLinalg.OpenBlas on Windows: the OpenBLAS project's own build, for this user.
param(
    [string] $Version = '0.3.31',
    [string] $Sha256 = 'E7595359700E8BB5A15C41AF1920850B1BE37078EB22813201B3D4BC5BD9227E'
)

$ErrorActionPreference = 'Stop'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

if ($env:PROCESSOR_ARCHITECTURE -ne 'AMD64') {
    throw "This installs the x64 build, and the processor is $env:PROCESSOR_ARCHITECTURE. Set SPANLINALG_OPENBLAS to a build for it."
}

$target = Join-Path $env:LOCALAPPDATA 'SpanLinalg\OpenBLAS\bin'
$library = Join-Path $target 'libopenblas.dll'
if (Test-Path $library) {
    Write-Output "Already there: $library"
    exit 0
}

$work = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
New-Item -ItemType Directory -Path $work | Out-Null
try {
    $archive = Join-Path $work 'openblas.zip'
    $address = "https://github.com/OpenMathLib/OpenBLAS/releases/download/v$Version/OpenBLAS-$Version-x64.zip"
    Invoke-WebRequest -Uri $address -OutFile $archive -UseBasicParsing
    $hash = (Get-FileHash -Path $archive -Algorithm SHA256).Hash
    if ($hash -ne $Sha256) {
        throw "The archive has the SHA-256 $hash, not $Sha256."
    }

    $content = Join-Path $work 'content'
    Expand-Archive -Path $archive -DestinationPath $content
    $found = Get-ChildItem -Path $content -Recurse -Filter 'libopenblas.dll' | Select-Object -First 1
    if ($null -eq $found) {
        throw 'The archive holds no libopenblas.dll.'
    }
    New-Item -ItemType Directory -Force -Path $target | Out-Null
    Copy-Item -Path (Join-Path $found.DirectoryName '*.dll') -Destination $target
}
finally {
    Remove-Item -Recurse -Force -Path $work
}
Write-Output "Installed: $library"
