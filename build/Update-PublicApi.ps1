<#
.SYNOPSIS
Updates the recorded public API of the engine: PublicAPI.Shipped.txt and PublicAPI.Unshipped.txt in src/VcsaAuthGuard.Core.
.DESCRIPTION
Builds the engine with empty lists and records each symbol that the analyzer reports as missing (RS0016). A symbol that was shipped stays
in the shipped list; any other one goes to the unshipped list. Review the difference like code: a line that disappears from the shipped
list is a breaking change.
.PARAMETER Ship
Records every symbol as shipped, for a release.
#>
param([switch]$Ship)

$ErrorActionPreference = 'Stop'
$folder = Join-Path $PSScriptRoot '../src/VcsaAuthGuard.Core'
$files = 'PublicAPI.Shipped.txt', 'PublicAPI.Unshipped.txt' | ForEach-Object { Join-Path $folder $_ }
$header = '#nullable enable'
$before = $files | ForEach-Object { , @(Get-Content -LiteralPath $_) }
$after = $before
try {
    foreach ($file in $files) { Set-Content -LiteralPath $file -Value $header }
    $lines = dotnet build $folder --no-incremental -v quiet -nologo -p:TreatWarningsAsErrors=false
    $pattern = "RS0016: Symbol '(.+)' is not part of the declared"
    $symbols = @($lines | Select-String $pattern | ForEach-Object { $_.Matches[0].Groups[1].Value })
    if ($symbols.Count -eq 0) { throw "The build reported no symbol: $($lines | Select-Object -Last 5)" }
    $all = [System.Collections.Generic.SortedSet[string]]::new([string[]]$symbols, [System.StringComparer]::Ordinal)
    $wasShipped = [System.Collections.Generic.HashSet[string]]::new([string[]]$before[0])
    $shipped = @($all | Where-Object { $Ship -or $wasShipped.Contains($_) })
    $unshipped = @($all | Where-Object { -not $Ship -and -not $wasShipped.Contains($_) })
    $after = @($header) + $shipped, @($header) + $unshipped
}
finally {
    for ($i = 0; $i -lt $files.Count; $i++) { Set-Content -LiteralPath $files[$i] -Value $after[$i] }
}
