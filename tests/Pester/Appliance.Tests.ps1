BeforeAll {
    . "$PSScriptRoot/Appliance.ps1"

    function Invoke-TestSsh([Diagnostics.Process] $Appliance, [string] $Command) {
        ssh -F none -o BatchMode=yes -o IdentitiesOnly=yes -o "UserKnownHostsFile=$($Appliance.KnownHostsPath)" -i $Appliance.ClientKeyPath -p $Appliance.Port "$($Appliance.User)@$($Appliance.HostName)" $Command 2>$null
    }
}

Describe 'The stand-in appliance' {
    BeforeAll {
        $appliance = if (-not $applianceMissing) { Open-Appliance }
    }

    AfterAll {
        if ($appliance) { Close-Appliance $appliance }
    }

    It 'answers over ssh, fails as told, and keeps its state when sshd dies' {
        Assert-Appliance
        $appliance.HostKeyFingerprints.Count | Should -Be 2
        $before = Get-ApplianceState $appliance vpxd
        Invoke-TestSsh $appliance 'service-control --status vmware-vpxd' | Should -Be 'Running: vmware-vpxd'
        Add-ApplianceFault $appliance vpxd Start Fail -Times 1
        Invoke-TestSsh $appliance 'service-control --restart vmware-vpxd' | Out-Null
        $LASTEXITCODE | Should -Be 1
        Invoke-Appliance $appliance drop
        Invoke-TestSsh $appliance true
        $LASTEXITCODE | Should -Be 255
        Invoke-Appliance $appliance up
        Invoke-TestSsh $appliance 'service-control --status vmware-vpxd' | Should -Be 'Stopped: vmware-vpxd'
        Invoke-TestSsh $appliance 'service-control --start vmware-vpxd' | Select-Object -Last 1 | Should -Be 'Successfully started service vpxd'
        $after = Get-ApplianceState $appliance vpxd
        $after.RunState | Should -Be STARTED
        $after.ProcessId | Should -Not -Be $before.ProcessId
    }
}
