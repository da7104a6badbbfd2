BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $incident = Join-Path $root 'samples/incident'
    $samples = Join-Path $root 'tests/fixtures/samples'
    . "$PSScriptRoot/Module.ps1"

    # Stand-ins for PowerCLI's events: synthetic.
    $night = [datetime]::SpecifyKind([datetime]'2026-02-11T02:00:00', 'Utc')
    function Get-LoginEvent([int] $Second, [string] $User = 'CORP\script') {
        [pscustomobject]@{
            PSTypeName = 'VMware.Vim.UserLoginSessionEvent'
            UserName = $User; IpAddress = '10.0.0.7'; UserAgent = 'PowerCLI/13.2'; SessionId = [guid]::NewGuid().ToString(); CreatedTime = $night.AddSeconds($Second)
        }
    }
    function Get-LogoutEvent([int] $Second, [int] $Calls = 2, [string] $User = 'CORP\script') {
        [pscustomobject]@{
            PSTypeName = 'VMware.Vim.UserLogoutSessionEvent'
            UserName = $User; IpAddress = '10.0.0.7'; UserAgent = 'PowerCLI/13.2'; SessionId = [guid]::NewGuid().ToString(); CreatedTime = $night.AddSeconds($Second)
            CallCount = $Calls; LoginTime = $night
        }
    }
    $script = 0..29 | ForEach-Object { Get-LoginEvent ($_ * 10); Get-LogoutEvent ($_ * 10 + 5) }
}

Describe 'Measure-VcsaApiLoad' {
    It 'finds who logs in for each VM in the incident, by <Name>' -ForEach @(
        @{ Name = 'path'; By = { Measure-VcsaApiLoad $incident } }
        @{ Name = 'wildcard'; By = { Measure-VcsaApiLoad "$incident/*.log", "$incident/*.gz" } }
        @{ Name = 'literal path'; By = { Measure-VcsaApiLoad -LiteralPath $incident } }
        @{ Name = 'files'; By = { Get-ChildItem $incident -Include *.log, *.gz -Recurse | Measure-VcsaApiLoad } }
    ) {
        $clients = @(& $By)
        $clients[0].User | Should -Be 'VSPHERE.LOCAL\svc-bladelogic'
        $clients[0].Address | Should -Be '10.20.40.15'
        $clients[0].UserAgent | Should -Be 'BladeLogic/20.2'
        $clients[0].Logins | Should -Be 411
        $clients[0].Unclosed | Should -Be 16
        $clients[0].PeakLoginsPerMinute | Should -Be 21
        $clients[0].Pattern | Should -Be 'LoginPerItem'
        $clients[0].PeakLoginsTime.Offset | Should -Be ([timespan]::Zero)
        [math]::Round(($clients | Measure-Object Share -Sum).Sum, 9) | Should -Be 1
        $clients[0].psobject.Properties.Name | Should -Not -Contain 'Activity'
    }

    It 'takes lines, a log by Get-Log and events alike' {
        $lines = Get-Content "$samples/vpxd-8.log"
        ($lines | Measure-VcsaApiLoad).Calls | Should -Be 5
        (, $lines | Measure-VcsaApiLoad).Calls | Should -Be 5
        ([pscustomobject]@{ Entries = $lines; Key = 'vpxd:vpxd-8.log'; StartLineNum = 1 } | Measure-VcsaApiLoad).Calls | Should -Be 5
        $known = Get-LoginEvent 0
        $known.SessionId = '528e6e0c-246d-58b5-3234-278c6e0c5d0d'
        $clients = @(@($known) + $lines | Measure-VcsaApiLoad)
        ($clients | Where-Object User -EQ 'CORP\script').Calls | Should -Be 1
        ($clients | Where-Object User -EQ $null).Calls | Should -Be 4
    }

    It 'reads PowerCLI''s events, newest first or last' {
        foreach ($events in $script, ($script | Sort-Object CreatedTime -Descending)) {
            $client = @($events | Measure-VcsaApiLoad)
            $client.Count | Should -Be 1
            $client.User | Should -Be 'CORP\script'
            $client.UserAgent | Should -Be 'PowerCLI/13.2'
            $client.Logins, $client.Logouts, $client.Calls, $client.CallsPerSession, $client.PeakSessions | Should -Be 30, 30, 60, 2, 1
            $client.LoginsPerMinute, $client.PeakLoginsPerMinute | Should -Be 6, 6
            $client.PeakLoginsTime | Should -Be ([DateTimeOffset]'2026-02-11T02:00:00Z')
            $client.Pattern | Should -Be 'LoginPerItem'
            $client.SeenIn | Should -Be 'Events'
        }
    }

    It 'tells logins from logouts by type name, or by what only a logout has' {
        foreach ($form in { $_ }, { $_ | Select-Object * }, { $_ | ConvertTo-Json | ConvertFrom-Json }, { $_ | ConvertTo-Csv | ConvertFrom-Csv }) {
            $client = $script | ForEach-Object $form | Measure-VcsaApiLoad
            $client.Logins, $client.Logouts | Should -Be 30, 30
            $client.FirstSeen | Should -Be ([DateTimeOffset]'2026-02-11T02:00:00Z')
        }
    }

    It 'takes local times as local' {
        $login = Get-LoginEvent 0
        $login.CreatedTime = $login.CreatedTime.ToLocalTime()
        ($login | Measure-VcsaApiLoad).FirstSeen | Should -Be ([DateTimeOffset]'2026-02-11T02:00:00Z')
    }

    It 'judges by -<Name>' -ForEach @(
        @{ Name = 'MaxCallsPerItem'; Arguments = @{ MaxCallsPerItem = 1 }; Pattern = 'Steady' }
        @{ Name = 'MinLogins'; Arguments = @{ MinLogins = 31 }; Pattern = 'Steady' }
        @{ Name = 'LeakRatio'; Arguments = @{ LeakRatio = 1; MinLogins = 5 }; Pattern = 'LoginPerItem, Leaking' }
        @{ Name = 'IdleTimeout'; Arguments = @{ IdleTimeout = '00:01:00' }; Pattern = 'LoginPerItem' }
    ) {
        $open = if ($Name -eq 'LeakRatio') { 0..5 | ForEach-Object { Get-LoginEvent $_ } }
        (@($script) + @($open) | Measure-VcsaApiLoad @Arguments).Pattern | Should -Be $Pattern
    }

    It 'says what it did not understand' {
        $lines = 'Event [1] [1-1] [2026-02-11T02:00:00Z] [vim.event.UserLoginSessionEvent] [info] [root] [] [1] [Benutzer root]'
        $lines | Measure-VcsaApiLoad -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '1 entries of a supported kind were skipped: their form is not known.*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'an idle timeout under a minute'; Id = 'ParameterOutOfRange'; Arguments = @{ IdleTimeout = [timespan]::Zero } }
        @{ Name = 'an idle timeout over a day'; Id = 'ParameterOutOfRange'; Arguments = @{ IdleTimeout = [timespan]::FromDays(2) } }
        @{ Name = 'a leak ratio under 1'; Id = 'ParameterArgumentValidationError'; Arguments = @{ LeakRatio = 0.5 } }
        @{ Name = 'no logins'; Id = 'ParameterArgumentValidationError'; Arguments = @{ MinLogins = 0 } }
        @{ Name = 'no calls'; Id = 'ParameterArgumentValidationError'; Arguments = @{ MaxCallsPerItem = 0 } }
    ) {
        { Measure-VcsaApiLoad -Path $incident @Arguments } | Should -Throw -ErrorId "$Id,VcsaAuthGuard.Commands.MeasureVcsaApiLoadCommand"
    }

    It 'refuses what is no log and no event, and goes on' {
        $client = @([pscustomobject]@{ UserName = 'x' }, 42) + $script | Measure-VcsaApiLoad -ErrorVariable errors -ErrorAction SilentlyContinue
        $client.Logins | Should -Be 30
        $errors.FullyQualifiedErrorId | Should -Be (@('InputNotLog,VcsaAuthGuard.Commands.MeasureVcsaApiLoadCommand') * 2)
        { Measure-VcsaApiLoad -Path (Join-Path $TestDrive gone.log) -ErrorAction Stop } | Should -Throw -ErrorId 'LogNotFound,VcsaAuthGuard.Commands.MeasureVcsaApiLoadCommand'
    }

    It 'shows a table that fits 120 columns, and a list with everything' {
        $clients = @(Measure-VcsaApiLoad $incident -LeakRatio 1 -MinLogins 5)
        $text = $clients | Out-String -Width 120
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $text | Should -Match 'LoginPerItem,'
        $text | Should -Match '\(not attributed\)'
        $list = $clients[0] | Format-List | Out-String
        foreach ($name in $clients[0].psobject.Properties.Name) { $list | Should -Match "(?m)^$name +:" }
    }
}
