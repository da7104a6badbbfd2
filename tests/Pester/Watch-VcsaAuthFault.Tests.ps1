BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    $incident = Join-Path $root 'samples/incident'
    $second = [timespan]::FromSeconds(1)
    $dropped = [pscustomobject]@{ Value = $false }
}

Describe 'Watch-VcsaAuthFault' {
    It 'gives what Get-VcsaAuthFault finds in the logs that are not compressed, and the burst' {
        $expected = @(Get-VcsaAuthFault (Join-Path $incident 'vpxd-8.log'))
        $told = @(Watch-VcsaAuthFault (Join-Path $incident 'vpxd-8.log') -FromStart -Duration $second)
        $faults = @($told | Where-Object { $_.PSTypeNames -contains 'VcsaAuthGuard.Faults.AuthFault' })
        $faults.Text | Should -Be $expected.Text
        $faults.LineNumber | Should -Be $expected.LineNumber
        $faults.IsRepeat | Should -Not -Contain $true
        @($told | Where-Object { $_.PSTypeNames[0] -eq 'VcsaAuthGuard.Watching.WatchedBurst' }).IsOpen | Should -Be $true
    }

    It 'passes over what stands there already' {
        Watch-VcsaAuthFault $incident -Duration $second | Should -BeNullOrEmpty
    }

    It 'goes on where the state says' {
        $state = Join-Path $TestDrive 'watch.state'
        $log = Join-Path $TestDrive 'vpxd-1.log'
        $text = [IO.File]::ReadAllText((Join-Path $incident 'vpxd-8.log'))
        [IO.File]::WriteAllText($log, $text)
        Watch-VcsaAuthFault -LiteralPath $log -Duration $second -State $state | Should -BeNullOrEmpty
        [IO.File]::AppendAllText($log, $text)
        $told = @(Watch-VcsaAuthFault -LiteralPath $log -Duration $second -State $state -Server vc1 | Where-Object { $_.PSTypeNames -contains 'VcsaAuthGuard.Faults.AuthFault' })
        $told.Count | Should -Be @(Get-VcsaAuthFault (Join-Path $incident 'vpxd-8.log')).Count
        $told.Server | Select-Object -Unique | Should -Be 'vc1'
        Watch-VcsaAuthFault -LiteralPath $log -Duration $second -State $state | Should -BeNullOrEmpty
    }

    It 'runs the action for each, and goes on after an error in it' {
        $script:seen = 0
        $told = @(Watch-VcsaAuthFault $incident -FromStart -Duration $second -Action { $script:seen++; throw 'no' } -ErrorVariable errors -ErrorAction SilentlyContinue)
        $seen | Should -Be $told.Count
        $errors[0].FullyQualifiedErrorId | Should -Be 'WatchActionFailed,VcsaAuthGuard.Commands.WatchVcsaAuthFaultCommand'
    }

    It 'runs the action for the events that are chosen' {
        $seen = [System.Collections.Generic.List[object]]::new()
        $told = @(Watch-VcsaAuthFault $incident -FromStart -Duration $second -ActionOn BurstStart, Gap -Action { $seen.Add($_) })
        $seen.Count | Should -Be @($told.Where({ $_.psobject.TypeNames -contains 'VcsaAuthGuard.Watching.WatchedBurst' -and $_.IsOpen })).Count
        $seen.Count | Should -BeGreaterThan 0
        $seen.Count | Should -BeLessThan $told.Count
    }

    It 'shows what it watches and since when as progress' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module, $log) Import-Module $module; $null = Watch-VcsaAuthFault $log -FromStart -Duration 1s').AddArgument((Join-Path $root 'out/VcsaAuthGuard')).AddArgument($incident)
            $shell.Invoke()
            $shown = $shell.Streams.Progress
            $shown[0].Activity | Should -BeLike 'Watching *'
            $shown[0].StatusDescription | Should -BeLike 'Since ????-??-?? *'
            $shown[-1].RecordType | Should -Be Completed
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'writes metrics' {
        $file = Join-Path $TestDrive 'vcsa.prom'
        $null = Watch-VcsaAuthFault $incident -FromStart -Duration $second -TextFile $file -Server vc1 -Kind All
        [IO.File]::ReadAllText($file) | Should -Match '(?m)^vcsa_auth_faults_total\{vcenter="vc1",kind="NotAuthenticated",method="fileManagement"\} [1-9]'
    }

    It 'says what a webhook did not get' {
        $null = Watch-VcsaAuthFault $incident -FromStart -Duration $second -Webhook http://127.0.0.1:9 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*events were not delivered to the webhook*'
        "$warnings" | Should -Not -BeLike '*127.0.0.1:9/*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a period of nothing'; Id = 'ParameterOutOfRange'; Arguments = @{ Period = [timespan]::Zero } }
        @{ Name = 'a plain number as duration'; Id = 'ParameterArgumentTransformationError'; Arguments = @{ Duration = 5 } }
        @{ Name = 'a webhook that is a file'; Id = 'WebhookNotHttp'; Arguments = @{ Webhook = 'file:///etc/motd' } }
        @{ Name = 'a threshold below zero'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Threshold = -1 } }
    ) {
        { Watch-VcsaAuthFault -Path $incident @Arguments } | Should -Throw -ErrorId "$Id,VcsaAuthGuard.Commands.WatchVcsaAuthFaultCommand"
    }

    It 'watches what a settings file says, and parameters come first' {
        $file = Join-Path $TestDrive 'watch.yaml'
        $log = Join-Path $incident 'vpxd-8.log'
        Set-Content $file "logs:`n- path: $log`n  server: vc7`nfromStart: true`nburst: { threshold: 30 }`nstate: own.state"
        $bursts = @(Watch-VcsaAuthFault -ConfigurationFile $file -Duration $second | Where-Object IsOpen)
        $bursts.Server | Should -Be 'vc7'
        $bursts | Should -HaveCount 1
        $bursts[0].Count | Should -Be 31
        Join-Path $TestDrive 'own.state' | Should -Exist
        $other = Join-Path $TestDrive 'other.state'
        @(Watch-VcsaAuthFault -ConfigurationFile $file -Duration $second -Threshold 10 -State $other | Where-Object IsOpen)[0].Count | Should -Be 11
    }

    It 'says each mistake in a settings file, and watches nothing' {
        $file = Join-Path $TestDrive 'wrong.yaml'
        Set-Content $file "logs: [x]`nburst:`n  treshold: 3"
        try { Watch-VcsaAuthFault -ConfigurationFile $file -ErrorVariable errors -ErrorAction SilentlyContinue }
        catch { $end = $_.FullyQualifiedErrorId }
        $end | Should -BeLike 'SettingsUnusable,*'
        $mistake = $errors | Where-Object FullyQualifiedErrorId -Like 'SettingInvalid,*'
        "$mistake" | Should -BeLike '*wrong.yaml:3: burst.treshold: There is no such key. Did you mean threshold?*'
    }

    It 'asks SecretManagement for the account by its name' {
        { Watch-VcsaAuthFault -Server 127.0.0.1:1 -SecretName vcenter } | Should -Throw -ErrorId 'SecretUnusable,*' -ExpectedMessage '*not installed*'
        { Watch-VcsaAuthFault -Server 127.0.0.1:1 -SecretVault store } | Should -Throw -ErrorId 'ParameterMissing,*' -ExpectedMessage '*needs -SecretName*'
        $file = Join-Path $TestDrive 'vault.yaml'
        Set-Content $file ("passwordSecret: vcenter`nservers: [127.0.0.1:1]`nnotifications:`n- format: Slack`n  addressSecret: address`n" +
            "  addressVault: store`n  user: u`n  passwordSecret: password")
        { Watch-VcsaAuthFault -ConfigurationFile $file } | Should -Throw -ErrorId 'SecretUnusable,*' -ExpectedMessage '*not installed*'
        $module = New-Module -Name StandInVault {
            function Get-Secret($Name, $Vault) {
                $asked.Add("$Vault$Name")
                if ($Name -eq 'address') { return 'http://127.0.0.1:1/hook' }
                if ($Name -eq 'password') { return ConvertTo-SecureString 'y' -AsPlainText -Force }
                if ($Name -eq 'text') { return 'no credential' }
                [pscredential]::new('watch@vsphere.local', (ConvertTo-SecureString 'x' -AsPlainText -Force))
            }
            $asked = [System.Collections.Generic.List[string]]::new()
            Export-ModuleMember -Function Get-Secret -Variable asked
        } | Import-Module -PassThru -Global
        try {
            { Watch-VcsaAuthFault -Server 127.0.0.1:1 -SecretName text } | Should -Throw -ErrorId 'SecretUnusable,*' -ExpectedMessage '*not one credential*'
            $null = Watch-VcsaAuthFault -Server 127.0.0.1:1 -SecretName "it's" -Duration $second -ErrorVariable errors -ErrorAction SilentlyContinue
            $asked | Should -Be 'text', "it's"
            $null = Watch-VcsaAuthFault -ConfigurationFile $file -SecretName vcenter -SecretVault store -Duration $second -ErrorVariable more -ErrorAction SilentlyContinue
            $asked | Select-Object -Skip 2 | Should -Be 'storevcenter', 'vcenter', 'storeaddress', 'password'
            $more.FullyQualifiedErrorId | Should -Not -Contain 'SecretUnusable,VcsaAuthGuard.Commands.WatchVcsaAuthFaultCommand'
            $errors.FullyQualifiedErrorId | Should -Not -Contain 'SecretUnusable,VcsaAuthGuard.Commands.WatchVcsaAuthFaultCommand'
        }
        finally { Remove-Module StandInVault }
    }

    It 'refuses a state that is none, and leaves it as it is' {
        $state = Join-Path $TestDrive 'other.json'
        Set-Content $state '{}'
        { Watch-VcsaAuthFault $incident -State $state } | Should -Throw -ErrorId 'WatchFileUnusable,VcsaAuthGuard.Commands.WatchVcsaAuthFaultCommand'
        Get-Content $state | Should -Be '{}'
    }

    It 'has an error for a path that leads nowhere' {
        { Watch-VcsaAuthFault (Join-Path $TestDrive 'gone*') -ErrorAction Stop } | Should -Throw -ErrorId 'LogNotFound,*'
    }

    It 'stops at once, and leaves a state to go on from' {
        $state = Join-Path $TestDrive 'stop.state'
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($Module, $Log, $State)
            Import-Module $Module
            Watch-VcsaAuthFault $Log -FromStart -State $State
        }).AddParameters(@{ Module = Join-Path $root 'out/VcsaAuthGuard'; Log = Join-Path $incident 'vpxd-8.log'; State = $state })
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $run = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        $deadline = [datetime]::UtcNow.AddMinutes(10)
        while (($output.Count -lt 45 -or (Get-Content $state -Raw) -notlike '*"count": 44*') -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
        $shell.Stop()
        $run.IsCompleted | Should -BeTrue
        $shell.Dispose()
        Watch-VcsaAuthFault (Join-Path $incident 'vpxd-8.log') -Duration $second -State $state | Should -BeNullOrEmpty
    }

    It 'ends when nobody takes more, and gives again, marked, what was not taken' {
        $state = Join-Path $TestDrive 'first.state'
        $log = Join-Path $incident 'vpxd-8.log'
        $first = Watch-VcsaAuthFault $log -FromStart -State $state | Select-Object -First 1
        $first.IsRepeat | Should -BeFalse
        $again = @(Watch-VcsaAuthFault $log -Duration $second -State $state)
        $again.Count | Should -Be 45
        $again.IsRepeat | Select-Object -Unique | Should -BeTrue
        $again[0].Text | Should -Be $first.Text
    }

    It 'reads on in a log that was compressed meanwhile' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'compressed')
        $state = Join-Path $TestDrive 'compressed.state'
        Copy-Item (Join-Path $incident 'vpxd-8.log') (Join-Path $folder 'vpxd-1.log')
        Watch-VcsaAuthFault $folder -Duration $second -State $state | Should -BeNullOrEmpty
        $text = [IO.File]::ReadAllText((Join-Path $incident 'vpxd-8.log'))
        [IO.File]::AppendAllText((Join-Path $folder 'vpxd-1.log'), $text)
        gzip (Join-Path $folder 'vpxd-1.log')
        [IO.File]::WriteAllText((Join-Path $folder 'vpxd-2.log'), "2026-02-11T03:00:00.000Z info vpxd[04123] [Originator@6876 sub=vpxLro opID=1] [VpxLRO] -- FINISH lro-1`n")
        $told = @(Watch-VcsaAuthFault $folder -Duration $second -State $state | Where-Object { $_.PSTypeNames -contains 'VcsaAuthGuard.Faults.AuthFault' })
        $told.Count | Should -Be 44
        $told[0].Source | Should -BeLike '*vpxd-1.log.gz'
    }

    It 'takes one name for the logs of a path' {
        { Watch-VcsaAuthFault $incident -Server vc1, vc2 } | Should -Throw -ErrorId 'WatchServerNames,*'
    }

    It 'refuses <Name> for an appliance' -ForEach @(
        @{ Name = 'a fingerprint that is none'; Id = 'HostKeyFingerprintInvalid'; Arguments = @{ HostKeyFingerprint = 'SHA256:x' } }
        @{ Name = 'two kinds of host keys'; Id = 'ParametersExclude'; Arguments = @{ HostKeyFingerprint = 'SHA256:x'; KnownHosts = 'x' } }
        @{ Name = 'REST'; Id = 'CannotConvertArgumentNoMessage'; Arguments = @{ Transport = 'Rest' } }
        @{ Name = 'SSH and the API'; Id = 'ParametersExclude'; Arguments = @{ Transport = 'Api'; KeyFile = 'x' } }
    ) {
        { Watch-VcsaAuthFault -Server vc1 @Arguments } | Should -Throw -ErrorId "$Id,*"
    }
}

Describe 'Watch-VcsaAuthFault at an appliance' {
    BeforeAll {
        . "$PSScriptRoot/Appliance.ps1"
        if (-not $applianceMissing) {
            $appliance = Open-Appliance appliance
            $logs = New-Item -ItemType Directory (Join-Path $appliance.StateDirectory 'log-folder/vpxd')
            $ssh = @{ Server = "127.0.0.1:$($appliance.Port)"; UserName = $appliance.User; KeyFile = $appliance.ClientKeyPath }
        }
    }

    BeforeEach { Assert-Appliance }

    AfterAll {
        if ($appliance) { Close-Appliance $appliance }
    }

    It 'gives what Get-VcsaAuthFault finds in its logs' {
        Copy-Item (Join-Path $incident 'vpxd-8.log') $logs
        $expected = @(Get-VcsaAuthFault (Join-Path $incident 'vpxd-8.log'))
        $faults = @(Watch-VcsaAuthFault @ssh -KnownHosts $appliance.KnownHostsPath -FromStart | Where-Object { $_.PSTypeNames -contains 'VcsaAuthGuard.Faults.AuthFault' } | Select-Object -First $expected.Count)
        $faults.Text | Should -Be $expected.Text
        $faults.LineNumber | Should -Be $expected.LineNumber
        $faults.Server | Select-Object -Unique | Should -Be $ssh.Server
        $faults[0].Source | Should -Be "$($ssh.Server):/var/log/vmware/vpxd/vpxd-8.log"
    }

    It 'takes the fingerprint of the host key' {
        $key = @($appliance.HostKeyFingerprints)[0]
        Watch-VcsaAuthFault @ssh -HostKeyFingerprint $key -FromStart | Select-Object -First 1 -ExpandProperty Kind | Should -Be 'NotAuthenticated'
    }

    It 'has an error for a host key that is another' {
        { Watch-VcsaAuthFault @ssh -HostKeyFingerprint "SHA256:$('A' * 43)" -Duration 10m -ErrorAction Stop } |
            Should -Throw -ErrorId 'HostKeyChanged,VcsaAuthGuard.Commands.WatchVcsaAuthFaultCommand'
    }

    It 'goes on after a lost connection' {
        $state = Join-Path $TestDrive 'ssh.state'
        $told = Watch-VcsaAuthFault @ssh -KnownHosts $appliance.KnownHostsPath -FromStart -State $state -ErrorAction SilentlyContinue -Action {
            if ($_.IsOpen -and -not $dropped.Value) {
                $dropped.Value = $true
                Invoke-Appliance -Appliance $appliance -Command drop -Argument 1
                Copy-Item (Join-Path $logs 'vpxd-8.log') (Join-Path $logs 'kept.txt')
                gzip (Join-Path $logs 'vpxd-8.log')
                Set-Content (Join-Path $logs 'vpxd-9.log') (Get-Content (Join-Path $logs 'kept.txt')).Replace('opID=', 'opID=later-')
            }
        } | Where-Object { $_.PSTypeNames -contains 'VcsaAuthGuard.Faults.AuthFault' } | Select-Object -First 88
        @($told.Text | Select-Object -Unique).Count | Should -Be 88
    }
}
