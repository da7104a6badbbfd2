BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/Appliance.ps1"
}

Describe 'Get-VcsaService' {
    BeforeAll {
        $appliance = if (-not $applianceMissing) { Open-Appliance appliance }
        if ($appliance) {
            $target = @{ UserName = $appliance.User; KeyFile = $appliance.ClientKeyPath; KnownHosts = $appliance.KnownHostsPath }
            $server = "127.0.0.1:$($appliance.Port)"
        }
    }

    AfterAll {
        if ($appliance) { Close-Appliance $appliance }
    }

    It 'lists services by either name and by wildcards' {
        Assert-Appliance
        if ($applianceMissing) { return }
        $services = $server | Get-VcsaService @target -Name vpxd, *envoy-h*
        $services.Name | Should -Be vmware-envoy-hgw, vmware-vpxd
        $services.Health | Should -Be Healthy, Healthy
        $services.IsProxyPipeline | Should -Be $true, $true
        $services[1].ProcessId | Should -Be (Get-ApplianceState $appliance vpxd).ProcessId
        $services[1].Server | Should -Be $server
    }

    It 'takes VIServer objects, with the port of SSH given' {
        Assert-Appliance
        if ($applianceMissing) { return }
        $connected = [pscustomobject]@{ Name = '127.0.0.1'; Port = 443; ServiceUri = [uri] 'https://127.0.0.1/sdk'; IsConnected = $true }
        ($connected | Get-VcsaService @target -Port $appliance.Port -Name vpxd).State | Should -Be Started
    }

    It 'says in plain words that a host key is not known' {
        Assert-Appliance
        if ($applianceMissing) { return }
        $target.KnownHosts = Join-Path $TestDrive 'known_hosts'
        Set-Content $target.KnownHosts ''
        Get-VcsaService $server @target -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -Match '^HostKeyUnknown,'
        $failures[0].ErrorDetails.RecommendedAction | Should -Match 'Add-Content -LiteralPath'
    }

    It 'does not know <Name>' -ForEach @(@{ Name = 'nosuch' }, @{ Name = 'vpxd; reboot' }) {
        Get-VcsaService localhost -Name $Name -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -Match '^ServiceUnknown,'
    }

    It 'reads a saved status, and says when a file is none' {
        $file = Join-Path $TestDrive 'service-control_--status---all.txt'
        Set-Content $file "Running:`n vmware-vpxd`nStopped:`n vmcam"
        (Get-VcsaService -Path $file -Name vpxd).State | Should -Be Started
        Set-Content $file 'Traceback'
        Get-VcsaService -Path $file -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -Match '^StatusUnreadable,'
    }

    It 'reads a status as a shell shows it, with names on one line' {
        Get-VcsaService -Path (Join-Path $root 'tests/fixtures/cases/f18-service-status-67.txt') | Group-Object State |
            ForEach-Object { "$($_.Name) $($_.Count)" } | Sort-Object | Should -Be 'Started 32', 'Starting 2', 'Stopped 7'
    }

    It 'finds the status in a support bundle' -Skip:(-not (Get-Command tar -ErrorAction SilentlyContinue)) {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'vc01-vm/commands')
        Set-Content (Join-Path $folder 'service-control_--status---all.txt') "Running:`n vmware-vpxd`nStopped:`n vmware-envoy-hgw"
        tar -czf (Join-Path $TestDrive 'vc01.tgz') -C $TestDrive vc01-vm
        $services = Get-VcsaService -Path (Join-Path $TestDrive '*.tgz')
        $services.Name | Should -Be vmware-envoy-hgw, vmware-vpxd
        $services.State | Should -Be Stopped, Started
        tar -czf (Join-Path $TestDrive 'none.tgz') -C $folder.Parent.Parent.FullName --exclude service-control* vc01-vm
        Get-VcsaService -Path (Join-Path $TestDrive 'none.tgz') -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -Match '^StatusUnreadable,'
    }

    It 'excludes -Credential with -UserName' {
        { Get-VcsaService localhost -Credential ([pscredential]::new('root', [securestring]::new())) -UserName root } | Should -Throw -ErrorId 'ParametersExclude,*'
    }

    It 'completes names' {
        (TabExpansion2 'Get-VcsaService -Name envoy-h' 29).CompletionMatches.CompletionText | Should -Be vmware-envoy-hgw
    }
}
