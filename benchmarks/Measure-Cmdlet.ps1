# Measures Get-VcsaAuthFault and Select-String in turn in this process; prints seconds and counts as JSON.
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $Log,
    # Separated by |, for -File takes no arrays.
    [Parameter(Mandatory)] [string] $Words,
    [Parameter(Mandatory)] [int] $Runs,
    [Parameter(Mandatory)] [int] $LongRuns,
    # Seconds of a pair from which on $LongRuns holds.
    [Parameter(Mandatory)] [double] $LongPair
)

$ErrorActionPreference = 'Stop'
Import-Module -Name $Manifest
$pattern = $Words -split '\|'

function Measure-Side([scriptblock] $Side) {
    # What the other side left behind is not this one's to clean up.
    [System.GC]::Collect()
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $found = @(& $Side)
    [pscustomobject]@{ Seconds = $watch.Elapsed.TotalSeconds; Count = $found.Count }
}

$ours = { Get-VcsaAuthFault -Path $Log -Kind All }
$peer = { Select-String -SimpleMatch -Pattern $pattern -LiteralPath $Log }

# The first pair fills the page cache and compiles; it is not counted.
$first = @((Measure-Side $ours), (Measure-Side $peer))
$turns = if ($first[0].Seconds + $first[1].Seconds -gt $LongPair) { $LongRuns } else { $Runs }
$times = foreach ($turn in 1..$turns) {
    [pscustomobject]@{ Ours = Measure-Side $ours; Peer = Measure-Side $peer }
}

[pscustomobject]@{
    Ours      = @($times.Ours.Seconds)
    Peer      = @($times.Peer.Seconds)
    OursCount = $times[-1].Ours.Count
    PeerCount = $times[-1].Peer.Count
} | ConvertTo-Json -Compress
