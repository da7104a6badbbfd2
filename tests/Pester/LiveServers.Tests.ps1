BeforeDiscovery {
    . "$PSScriptRoot/Simulator.ps1"
}

Describe 'Reading running servers over their API' {
    BeforeAll {
        . "$PSScriptRoot/Simulator.ps1"
        Import-Module "$PSScriptRoot/../../out/VcsaAuthGuard" -Force
        $incident = (Resolve-Path "$PSScriptRoot/../../samples/incident").Path
        $account = [pscredential]::new('op@vsphere.local', (ConvertTo-SecureString 'secret' -AsPlainText -Force))
        $since = @{ After = '2026-02-11'; WarningAction = 'Ignore' }
        if (-not $simulatorMissing) {
            $binary = Build-Simulator $TestDrive
            $whole = Open-Simulator $binary '-version', '8.0.3', '-logs', $incident
            $denied = Open-Simulator $binary '-version', '8.0.3', '-logs', $incident, '-deny', 'QueryDescriptions'
        }

        function Get-Name($Simulator) { ([uri] $Simulator.Url).Authority }
        function Get-Count($Simulator) { Invoke-RestMethod "https://$(Get-Name $Simulator)/counts" -SkipCertificateCheck }
    }

    AfterAll {
        $whole, $denied | Where-Object { $_ } | ForEach-Object { Close-Simulator $_ }
    }

    BeforeEach { Assert-Simulator }

    It 'diagnoses several servers, and the failure of one is an error' {
        $names = (Get-Name $whole), (Get-Name $denied), '127.0.0.1:1'
        $diagnoses = @(Get-VcsaDiagnosis -Server $names -Credential $account -SkipCertificateCheck @since -ErrorAction SilentlyContinue -ErrorVariable failed)
        $diagnoses.Verdict | Sort-Object | Should -Be 'Confirmed', 'Unknown'
        $failed.FullyQualifiedErrorId | Should -BeLike 'ServerUnreachable,*'
        ($diagnoses | Where-Object Verdict -EQ Unknown).MissingEvidence.Statement |
            Should -Contain 'No log could be read: the account lacks Global.Diagnostics.'
        (Get-Count $whole).users.'op@vsphere.local'.sessions | Should -Be 0
    }

    It 'uses a stored session, and neither logs in nor out' {
        $session = Connect-VcsaSession (Get-Name $whole) $account -Thumbprint $whole.Thumbprint -NoKeep
        try {
            $before = (Get-Count $whole).calls
            $faults = @(Get-VcsaAuthFault -Server $session @since)
            $load = @(Measure-VcsaApiLoad -Server $session @since)
            $bursts = @(Measure-VcsaAuthFault -Server $session @since)
            $after = (Get-Count $whole).calls
        }
        finally { $session | Disconnect-VcsaSession }
        $faults.Count | Should -Be 45
        $faults.Server | Select-Object -Unique | Should -Be '127.0.0.1'
        $load[0].Logins | Should -Be 411
        $bursts.Count | Should -Be 1
        $after.Login | Should -Be $before.Login
        $after.Logout | Should -Be $before.Logout
    }

    It 'finds a stored session by the name alone, whichever cmdlet reads' {
        $before = $env:XDG_RUNTIME_DIR
        $env:XDG_RUNTIME_DIR = (New-Item -ItemType Directory "$TestDrive/stored").FullName
        [IO.File]::SetUnixFileMode($env:XDG_RUNTIME_DIR, 'UserRead, UserWrite, UserExecute')
        try {
            Connect-VcsaSession (Get-Name $whole) $account -Thumbprint $whole.Thumbprint | Out-Null
            (Get-VcsaSession 127.0.0.1).UserName | Should -Contain 'op@vsphere.local'
            Get-VcsaLimit 127.0.0.1 | Should -Not -BeNullOrEmpty
            @(Get-VcsaAuthFault -Server 127.0.0.1, (Get-Name $whole) @since).Count | Should -Be 45
            Disconnect-VcsaSession 127.0.0.1 -Confirm:$false
            { Get-VcsaSession 127.0.0.1 -ErrorAction Stop } | Should -Throw -ErrorId 'NoSession,*'
        }
        finally { $env:XDG_RUNTIME_DIR = $before }
    }

    It 'says what to do without a session' {
        { Get-VcsaAuthFault -Server vc01.example.org -ErrorAction Stop } | Should -Throw -ErrorId 'NoSession,*'
        { Watch-VcsaAuthFault -Server vc01.example.org -ErrorAction Stop } | Should -Throw -ErrorId 'NoSession,*'
    }

    It 'watches over the API by default, and logs out' {
        $before = (Get-Count $whole).calls.Logout
        $found = @(Watch-VcsaAuthFault -Server (Get-Name $whole) -Credential $account -Thumbprint $whole.Thumbprint -FromStart -Duration 10m |
            Where-Object { $_.PSTypeNames -contains 'VcsaAuthGuard.Faults.AuthFault' } | Select-Object -First 40)
        $found.Count | Should -Be 40
        $found.Server | Select-Object -Unique | Should -Be (Get-Name $whole)
        (Get-Count $whole).calls.Logout | Should -Be ($before + 1)
    }

    It 'ends within seconds of Ctrl+C and logs out' {
        $slow = Open-Simulator $binary '-logs', $incident, '-method-delay', 'BrowseDiagnosticLog=3600000'
        try {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$PSScriptRoot/../../out/VcsaAuthGuard'; `$input | Out-Null").Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddCommand('Get-VcsaDiagnosis').AddParameter('Server', (Get-Name $slow)).AddParameter('Credential', $account).
                AddParameter('SkipCertificateCheck', $true).AddParameter('After', '2026-02-11')
            $running = $shell.BeginInvoke()
            $end = [datetime]::UtcNow.AddMinutes(10)
            while (-not (Get-Count $slow).calls.QueryDescriptions -and [datetime]::UtcNow -lt $end) { Start-Sleep -Milliseconds 50 }
            $shell.Stop()
            while ((Get-Count $slow).users.'op@vsphere.local'.sessions -and [datetime]::UtcNow -lt $end) { Start-Sleep -Milliseconds 50 }
            (Get-Count $slow).users.'op@vsphere.local'.sessions | Should -Be 0
            $running.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Dispose()
            Close-Simulator $slow
        }
    }
}
