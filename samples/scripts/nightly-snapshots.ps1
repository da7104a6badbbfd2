# Synthetic: made to show what Test-VcsaScript finds. Takes a snapshot of each virtual machine of two clusters, every night.
param([string[]] $Cluster = @('Prod-A', 'Prod-B'))

$ErrorActionPreference = 'Stop'
Set-PowerCLIConfiguration -InvalidCertificateAction Ignore -Confirm:$false

# One session for the inventory.
$vc = Connect-VIServer -Server vcenter.example.com -Credential (Get-Secret vcenter)
$machines = Get-VM -Location $Cluster -Server $vc | Where-Object PowerState -EQ 'PoweredOn'
Write-Output "$($machines.Count) virtual machines"
Disconnect-VIServer -Server $vc -Confirm:$false

# One session a machine for its old snapshots.
foreach ($machine in $machines) {
    Connect-VIServer -Server vcenter.example.com -User svc-snapshot -Password 'Winter-2026!'
    Get-Snapshot -VM $machine -Name nightly -ErrorAction Ignore | Remove-Snapshot -Confirm:$false
    Disconnect-VIServer -Server * -Confirm:$false
}

$vc = Connect-VIServer -Server vcenter.example.com -Credential (Get-Secret vcenter)
try {
    $machines | New-Snapshot -Name nightly -RunAsync
}
finally {
    Disconnect-VIServer -Server $vc -Confirm:$false
}
