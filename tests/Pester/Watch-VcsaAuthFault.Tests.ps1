BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    $incident = Join-Path $root 'samples/incident'
    $second = [timespan]::FromSeconds(1)
}

Describe 'Watch-VcsaAuthFault' {
    It 'gives what Get-VcsaAuthFault finds in the logs that are not compressed, and the burst' {
        $expected = @(Get-VcsaAuthFault (Join-Path $incident 'vpxd-8.log'))
        $told = @(Watch-VcsaAuthFault (Join-Path $incident 'vpxd-8.log') -FromStart -Duration $second)
        $faults = @($told | Where-Object { $_.PSTypeNames[0] -eq 'VcsaAuthGuard.Faults.AuthFault' })
        $faults.Text | Should -Be $expected.Text
        $faults.LineNumber | Should -Be $expected.LineNumber
        $faults.IsRepeat | Should -Not -Contain $true
        @($told | Where-Object { $_.PSTypeNames[0] -eq 'VcsaAuthGuard.Alerts.WatchedBurst' }).IsOpen | Should -Be $true
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
        $told = @(Watch-VcsaAuthFault -LiteralPath $log -Duration ([timespan]::FromSeconds(2)) -State $state -Server vc1 | Where-Object { $_.PSTypeNames[0] -eq 'VcsaAuthGuard.Faults.AuthFault' })
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

    It 'writes metrics' {
        $file = Join-Path $TestDrive 'vcsa.prom'
        $null = Watch-VcsaAuthFault $incident -FromStart -Duration $second -TextFile $file -Server vc1 -Kind All
        [IO.File]::ReadAllText($file) | Should -Match '(?m)^vcsa_auth_faults_total\{kind="NotAuthenticated",vcenter="vc1"\} [1-9]'
    }

    It 'says what a webhook did not get' {
        $null = Watch-VcsaAuthFault $incident -FromStart -Duration $second -Webhook http://127.0.0.1:9 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*events were not delivered to the webhook*'
        "$warnings" | Should -Not -BeLike '*127.0.0.1:9/*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a period of nothing'; Id = 'ParameterOutOfRange'; Arguments = @{ Period = [timespan]::Zero } }
        @{ Name = 'a plain number as duration'; Id = 'ParameterOutOfRange'; Arguments = @{ Duration = 5 } }
        @{ Name = 'a webhook that is a file'; Id = 'WebhookNotHttp'; Arguments = @{ Webhook = 'file:///etc/motd' } }
        @{ Name = 'a threshold below zero'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Threshold = -1 } }
    ) {
        { Watch-VcsaAuthFault -Path $incident @Arguments } | Should -Throw -ErrorId "$Id,VcsaAuthGuard.Commands.WatchVcsaAuthFaultCommand"
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
}
