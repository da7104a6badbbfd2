<#
.SYNOPSIS
Updates src/VcsaAuthGuard.Core/PublicAPI.Shipped.txt, the recorded public API of the engine.
.DESCRIPTION
Builds the engine with an empty list and records each symbol that the analyzer reports as missing (RS0016). Review the difference like code:
a removed line is a breaking change.
#>
$ErrorActionPreference = 'Stop'
$folder = Join-Path $PSScriptRoot '../src/VcsaAuthGuard.Core'
$shipped = Join-Path $folder 'PublicAPI.Shipped.txt'
$recorded = Get-Content $shipped
try {
    Set-Content $shipped '#nullable enable'
    $lines = dotnet build $folder --no-incremental -v quiet -nologo -p:TreatWarningsAsErrors=false
    $symbols = @($lines | Select-String "RS0016: Symbol '(.+)' is not part of the declared" | ForEach-Object { $_.Matches[0].Groups[1].Value })
    if ($symbols.Count -eq 0) { throw "The build reported no symbol: $($lines | Select-Object -Last 5)" }
    $list = [System.Collections.Generic.SortedSet[string]]::new([string[]]$symbols, [System.StringComparer]::Ordinal)
    $recorded = @('#nullable enable') + $list
}
finally {
    Set-Content $shipped $recorded
}
