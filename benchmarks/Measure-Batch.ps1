# Measures Invoke-VcsaBatch and ForEach-Object with the same block in turn in this process; prints seconds and counts as JSON.
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [int] $Items,
    [Parameter(Mandatory)] [int] $Runs
)

$ErrorActionPreference = 'Stop'
Import-Module -Name $Manifest

# Stand-ins for PowerCLI's commands that answer at once, without a server: real ones take milliseconds.
$snapshots = @{}
function Get-Snapshot {
    [CmdletBinding()]
    param([Parameter(Mandatory)] $VM, [string] $Name)
    $snapshots[$VM.Id] | Where-Object { $_.Name -eq $Name }
}
function New-Snapshot {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] $VM, [Parameter(Mandatory)] [string] $Name, [string] $Description)
    if ($PSCmdlet.ShouldProcess($VM.Name, 'Create a snapshot')) {
        [pscustomobject]@{ VM = $VM.Name; Name = $Name; Description = $Description; Created = [datetime]::UtcNow }
    }
}

function Measure-Side([scriptblock] $Side) {
    # What the other side left behind is not this one's to clean up.
    [System.GC]::Collect()
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $found = @(& $Side)
    [pscustomobject]@{ Seconds = $watch.Elapsed.TotalSeconds; Count = $found.Count }
}

$machines = foreach ($i in 1..$Items) { [pscustomobject]@{ Name = "vm-$i"; Id = "VirtualMachine-vm-$i" } }
$block = {
    if (-not (Get-Snapshot -VM $_ -Name nightly)) {
        New-Snapshot -VM $_ -Name nightly -Description "before the backup of $($_.Name)"
    }
}
$ours = { $machines | Invoke-VcsaBatch -PerItem $block }
$peer = { $machines | ForEach-Object $block }

# The first pairs compile and are not counted.
foreach ($turn in 1..3) { $null = (Measure-Side $ours), (Measure-Side $peer) }
$times = foreach ($turn in 1..$Runs) {
    [pscustomobject]@{ Ours = Measure-Side $ours; Peer = Measure-Side $peer }
}

[pscustomobject]@{
    Ours      = @($times.Ours.Seconds)
    Peer      = @($times.Peer.Seconds)
    OursCount = $times[-1].Ours.Count
    PeerCount = $times[-1].Peer.Count
} | ConvertTo-Json -Compress
