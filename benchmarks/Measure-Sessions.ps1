# Does the same work at the vSphere simulator in four ways, in turn in this process, each at a simulator of its own that starts anew:
# in one session by this module, in one session as PowerCLI's own commands do it, and with a login for each item. Prints seconds and
# what the simulator counted as JSON.
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $Root,
    [Parameter(Mandatory)] [string] $Work,
    [Parameter(Mandatory)] [int] $Items,
    [Parameter(Mandatory)] [int] $Runs
)

$ErrorActionPreference = 'Stop'
Import-Module -Name $Manifest
. "$Root/tests/Pester/Simulator.ps1"
. "$Root/tests/Pester/SimulatedPowerCli.ps1"
if ($simulatorMissing) {
    '{}'
    return
}

# Sessions are kept here and not where the user's own are.
$env:XDG_RUNTIME_DIR = (New-Item -ItemType Directory -Force "$Work/runtime").FullName
[IO.File]::SetUnixFileMode($env:XDG_RUNTIME_DIR, 'UserRead, UserWrite, UserExecute')
$binary = Build-Simulator (New-Item -ItemType Directory -Force "$Work/vcsim").FullName
$credential = [pscredential]::new('svc@vsphere.local', [Net.NetworkCredential]::new('', 'synthetic').SecurePassword)
Add-SimulatedPowerCli

$ways = [ordered]@{
    Module = {
        Connect-VcsaSession $simulator.Url -Credential $credential -Thumbprint $simulator.Thumbprint | Out-Null
        Get-VM | Invoke-VcsaBatch -PerItem { New-Snapshot -VM $_ -Name nightly }
        Disconnect-VcsaSession -All
    }
    Single = {
        $server = Connect-VIServer 127.0.0.1 -Port $port -Credential $credential
        Get-VM | ForEach-Object { New-Snapshot -VM $_ -Name nightly }
        Disconnect-VIServer $server -Force
    }
    Each   = {
        $server = Connect-VIServer 127.0.0.1 -Port $port -Credential $credential
        $machines = Get-VM
        Disconnect-VIServer $server -Force
        foreach ($machine in $machines) {
            $server = Connect-VIServer 127.0.0.1 -Port $port -Credential $credential
            New-Snapshot -VM $machine -Name nightly
            Disconnect-VIServer $server -Force
        }
    }
    Leak   = {
        $server = Connect-VIServer 127.0.0.1 -Port $port -Credential $credential
        foreach ($machine in Get-VM) {
            $server = Connect-VIServer 127.0.0.1 -Port $port -Credential $credential
            New-Snapshot -VM $machine -Name nightly
        }
    }
}

function Measure-Way([scriptblock] $Way) {
    $simulator = Open-Simulator $binary '-vm', $Items
    try {
        $port = ([uri] $simulator.Url).Port
        [GC]::Collect()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & $Way
        $seconds = $watch.Elapsed.TotalSeconds
        $counts = Get-SimulatorCount $simulator
        $user = $counts.users.($credential.UserName)
        [pscustomobject]@{ Seconds = $seconds; Logins = $user.logins; Peak = $user.peak; Left = $user.sessions; Done = [int] $counts.calls.CreateSnapshot_Task }
    }
    finally {
        Close-Simulator $simulator
    }
}

# The first turn compiles and is not counted.
$turns = foreach ($turn in 0..$Runs) {
    $result = [ordered]@{}
    foreach ($way in $ways.Keys) { $result[$way] = Measure-Way $ways[$way] }
    [pscustomobject] $result
}
$measured = $turns | Select-Object -Skip 1
$result = [ordered]@{}
foreach ($way in $ways.Keys) { $result[$way] = @($measured.$way) }
[pscustomobject] $result | ConvertTo-Json -Depth 3 -Compress
