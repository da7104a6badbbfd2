BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    $class = 'VcsaAuthGuard.Commands.RegisterVcsaAuthAlertCommand'

    . "$PSScriptRoot/StandIn.ps1"
    $standIn = Open-StandIn --stand-in-aria
    $server, $thumbprint, $hidden = $standIn.Ready

    function Get-TestCredential([string] $Text = $hidden) { [pscredential]::new('alerts@example.org', [Net.NetworkCredential]::new('', $Text).SecurePassword) }

    function Register-TestAlert { Register-VcsaAuthAlert $server (Get-TestCredential) -Thumbprint $thumbprint -Force -ErrorAction Stop @args }

    # All that a command writes, whatever the stream.
    function Get-AllText([scriptblock] $Block) {
        $ErrorActionPreference = 'Continue'
        $texts = foreach ($item in & $Block *>&1) {
            $item | Out-String -Width 500
            if ($item -is [System.Management.Automation.ErrorRecord]) { $item | Get-Error | Out-String -Width 500 }
        }
        $texts -join "`n"
    }
}

AfterAll { Close-StandIn $standIn }

Describe 'Register-VcsaAuthAlert' {
    BeforeEach {
        Send-StandIn $standIn clear
    }

    It 'makes the alert once' {
        $made = Register-TestAlert
        $made.Action, $made.Server, $made.Name | Should -Be 'Create', $server, 'vCenter refuses file calls: NotAuthenticated (KB 440879)'
        $made.Id | Should -Not -BeNullOrEmpty
        $again = $server | Register-VcsaAuthAlert -Credential (Get-TestCredential) -Thumbprint $thumbprint
        $again.Action, $again.Id | Should -Be 'None', $made.Id
    }

    It 'shows what an update changes, before and after' {
        $before = Register-TestAlert
        $text = Get-AllText { Register-TestAlert -Threshold 20 -WhatIf }
        $text | Should -BeNullOrEmpty
        (Register-TestAlert).Id | Should -Be $before.Id
        $updated = Register-TestAlert -Threshold 20 -Verbose 4>&1
        ($updated | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Message | Should -Contain "${server}: 'vCenter refuses file calls: NotAuthenticated (KB 440879)': hitCount: 10.0 -> 20"
        $updated[-1].Action | Should -Be 'Update'
        $updated[-1].Differences.Property | Should -Be 'info', 'hitCount'
        $updated[-1] | Out-String -Width 120 | Should -Match 'Update\s+info, hitCount'
    }

    It 'prints with -WhatIf which requests would be made' {
        $code = "Import-Module '$root/out/VcsaAuthGuard'; `$secure = [Net.NetworkCredential]::new('', [Console]::In.ReadLine()).SecurePassword; " +
            "Register-VcsaAuthAlert $server ([pscredential]::new('alerts@example.org', `$secure)) -Thumbprint $thumbprint -WhatIf"
        $shown = ($hidden | pwsh -NoProfile -NonInteractive -Command $code) -join ' '
        $shown | Should -Match "POST /api/v1/alerts: create 'vCenter refuses file calls: NotAuthenticated \(KB 440879\)'"
        $shown | Should -Not -Match $hidden
        (Register-TestAlert).Action | Should -Be 'Create'
    }

    It 'makes an alert for each of several servers' {
        (Register-TestAlert -Server vc01, vc02).Name | Should -Be @('vc01', 'vc02' | ForEach-Object { "vCenter refuses file calls: NotAuthenticated (KB 440879): $_" })
    }

    It 'opens a session that is over anew, and waits where the platform is busy' {
        Send-StandIn $standIn 'fault|GET /api/v2/alerts|440|1'
        Send-StandIn $standIn 'fault|POST /api/v1/alerts|429|2'
        (Register-TestAlert).Action | Should -Be 'Create'
    }

    It 'says in the words of the platform what it refused: <Status> is <Id>' -ForEach @(
        @{ Status = 400; Times = 1; Id = 'PlatformRefused' }
        @{ Status = 503; Times = 1; Id = 'PlatformFailed' }
        @{ Status = 440; Times = 2; Id = 'PlatformSessionLost' }
        @{ Status = 429; Times = 5; Id = 'PlatformBusy' }
    ) {
        Send-StandIn $standIn "fault|POST /api/v1/alerts|$Status|$Times"
        $problem = { Register-TestAlert } | Should -Throw -ErrorId "$Id,$class" -PassThru
        $problem.Exception.Message | Should -Match 'The stand-in was told to fail'
        $problem.TargetObject | Should -Be $server
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'http'; Id = 'PlatformNameInvalid'; Arguments = @{ Uri = 'http://logs.example.org' } }
        @{ Name = 'a thumbprint that is none'; Id = 'ThumbprintInvalid'; Arguments = @{ Uri = 'logs.example.org'; Thumbprint = '12' } }
        @{ Name = 'a period of half a second'; Id = 'AlertInvalid'; Arguments = @{ Uri = 'logs.example.org'; Period = [timespan]'00:00:00.5' } }
        @{ Name = 'nobody there'; Id = 'PlatformUnreachable'; Arguments = @{ Uri = '127.0.0.1:9' } }
    ) {
        { Register-VcsaAuthAlert @Arguments -Credential (Get-TestCredential) -ErrorAction Stop } | Should -Throw -ErrorId "$Id,$class"
    }

    It 'sends nothing to a certificate that is not trusted' {
        { Register-VcsaAuthAlert $server (Get-TestCredential) -ErrorAction Stop } | Should -Throw -ErrorId "CertificateNotTrusted,$class"
    }

    It 'shows no password, whatever happens' {
        # An error shows the line it is from: no secret stands in one.
        $wrong = 'wrong-pass'
        $text = Get-AllText {
            Register-VcsaAuthAlert $server (Get-TestCredential) -Thumbprint $thumbprint -Force -Verbose
            Register-VcsaAuthAlert $server (Get-TestCredential $wrong) -Thumbprint $thumbprint -Force -Verbose
        }
        $text | Should -Match 'Invalid username or password'
        $text | Should -Not -Match "$hidden|$wrong"
    }
}
