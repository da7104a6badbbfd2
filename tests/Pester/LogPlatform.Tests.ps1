BeforeDiscovery {
    $platforms = @(
        @{ Platform = 'AriaLogs'; Command = '--stand-in-aria'; User = 'alerts@example.org'; Request = 'GET /api/v2/events' }
        @{ Platform = 'Loki'; Command = '--stand-in-loki'; User = 'reader@example.org'; Request = 'GET /loki/api/v1/query_range' }
        @{ Platform = 'OpenSearch'; Command = '--stand-in-opensearch'; User = 'reader@example.org'; Request = 'POST /_search' }
    )
}

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/StandIn.ps1"
    $incident = Join-Path $root 'samples/incident'
    $class = 'VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand'

    function Get-TestCredential([string] $Name, [string] $Text) { [pscredential]::new($Name, [Net.NetworkCredential]::new('', $Text).SecurePassword) }

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

Describe 'The logs of <Platform>' -ForEach $platforms {
    BeforeAll {
        $standIn = Open-StandIn $Command
        $server, $thumbprint, $hidden = $standIn.Ready
        $asked = @{
            Platform = $Platform; Uri = "https://$server"; Credential = Get-TestCredential $User $hidden; Thumbprint = $thumbprint
            After = '2026-02-01T00:00:00Z'; Before = '2026-03-01T00:00:00Z'; PageSize = 100; ErrorAction = 'Stop'
        }
    }

    AfterAll { Close-StandIn $standIn }

    BeforeEach {
        Send-StandIn $standIn 'clear'
        Send-StandIn $standIn "load|$incident|vc01.example.org|split"
        Send-StandIn $standIn "load|$incident|vc02.example.org|whole"
    }

    It 'have the faults of the files, for each vCenter Server' {
        $files = Get-VcsaAuthFault $incident -Kind All
        $faults = Get-VcsaAuthFault @asked -Kind All
        foreach ($name in 'vc01.example.org', 'vc02.example.org') {
            $of = $faults | Where-Object Server -EQ $name
            @($of).Count | Should -Be $files.Count
            ($of | Sort-Object Time, Text).Text | Should -Be ($files | Sort-Object Time, Text).Text
            ($of | Sort-Object Time, Text).Message | Should -Be ($files | Sort-Object Time, Text).Message
            $of.Source | Should -Match "^$Platform $name ${server}/var/log/vmware/vpxd/vpxd-[78]\.log#"
        }
        $faults[0] | Out-String -Width 100 | Should -Match '2026-02-11'
    }

    It 'have the bursts of each vCenter Server' {
        $bursts = Measure-VcsaAuthFault @asked
        ($bursts | ForEach-Object Count) | Should -Be 44, 44
        $bursts.Source | Sort-Object | Should -Be "$Platform vc01.example.org ${server}/var/log/vmware/vpxd", "$Platform vc02.example.org ${server}/var/log/vmware/vpxd"
    }

    It 'have the load of the files' {
        $files = Measure-VcsaApiLoad $incident
        $load = Measure-VcsaApiLoad @asked -Server vc01.example.org
        $load.Server | Select-Object -Unique | Should -Be 'vc01.example.org'
        foreach ($property in 'User', 'Address', 'UserAgent', 'Logins', 'Calls', 'PeakSessions', 'Pattern') {
            ($load | ForEach-Object $property) | Should -Be ($files | ForEach-Object $property)
        }
    }

    It 'have the diagnosis of the files' {
        $files = Get-VcsaDiagnosis $incident
        $diagnoses = Get-VcsaDiagnosis @asked
        $diagnoses.Server | Should -Be 'vc01.example.org', 'vc02.example.org'
        foreach ($diagnosis in $diagnoses) {
            $diagnosis.Verdict, $diagnosis.Cause, $diagnosis.Confidence | Should -Be $files.Verdict, $files.Cause, $files.Confidence
            $diagnosis.Faults.Count | Should -Be $files.Faults.Count
        }
    }

    It 'are asked again where the platform is busy' {
        Send-StandIn $standIn "fault|$Request|429|2"
        Send-StandIn $standIn "fault|$Request|503|1"
        @(Get-VcsaAuthFault @asked).Count | Should -Be 90
    }

    It 'are an error where they are not whole' {
        Send-StandIn $standIn 'incomplete'
        $problem = { Get-VcsaAuthFault @asked } | Should -Throw -ErrorId "PlatformAnswerIncomplete,$class" -PassThru
        $problem.Exception.Message | Should -Match '2026-02-01.*2026-03-01'
        $problem.TargetObject | Should -Be $server
        $problem.ErrorDetails.RecommendedAction | Should -Match '-After'
        $asked.ErrorAction = 'SilentlyContinue'
        Get-VcsaDiagnosis @asked | Should -BeNullOrEmpty
        $asked.ErrorAction = 'Stop'
    }

    It 'are not asked for where the certificate is another, and no secret is shown' {
        $other = $asked.Clone()
        $other.Thumbprint = '0' * 64
        { Get-VcsaAuthFault @other } | Should -Throw -ErrorId "ThumbprintMismatch,$class"
        $wrong = $asked.Clone()
        $wrong.Credential = Get-TestCredential $User 'wrong-pass'
        $wrong.ErrorAction = 'Continue'
        $text = Get-AllText { Get-VcsaAuthFault @wrong -Verbose; Get-VcsaAuthFault @asked -Verbose }
        $text | Should -Match 'PlatformLoginRefused'
        $text | Should -Match 'events from 2026-02-01'
        $text | Should -Not -Match "$hidden|wrong-pass"
    }
}

Describe 'The parameters of a log platform' {
    It 'refuse <Name>' -ForEach @(
        @{ Name = 'a user in the address'; Id = 'PlatformNameInvalid'; Arguments = @{ Platform = 'Loki'; Uri = 'https://me:mine@loki.example.org' } }
        @{ Name = 'a password over http'; Id = 'PlatformNameInvalid'; Arguments = @{ Platform = 'OpenSearch'; Uri = 'http://logs.example.org'; Credential = [pscredential]::new('me', [securestring]::new()) } }
        @{ Name = 'Aria Operations for Logs without a credential'; Id = 'PlatformCredentialMissing'; Arguments = @{ Platform = 'AriaLogs'; Uri = 'logs.example.org' } }
        @{ Name = 'a tenant of OpenSearch'; Id = 'ParameterNotOfPlatform'; Arguments = @{ Platform = 'OpenSearch'; Uri = 'logs.example.org'; Tenant = 'a' } }
        @{ Name = 'an index of Loki'; Id = 'ParameterNotOfPlatform'; Arguments = @{ Platform = 'Loki'; Uri = 'logs.example.org'; Index = 'a' } }
        @{ Name = 'two ways to log in'; Id = 'ParametersExclude'; Arguments = @{ Platform = 'Loki'; Uri = 'logs.example.org'; Token = [securestring]::new(); Credential = [pscredential]::new('me', [securestring]::new()) } }
        @{ Name = 'a window that ends before it begins'; Id = 'WindowEmpty'; Arguments = @{ Platform = 'Loki'; Uri = 'logs.example.org'; Before = '2026-01-01T00:00:00Z' } }
        @{ Name = 'nobody there'; Id = 'PlatformUnreachable'; Arguments = @{ Platform = 'Loki'; Uri = '127.0.0.1:9' } }
    ) {
        $problem = { Get-VcsaAuthFault @Arguments -After 2026-02-01T00:00:00Z -ErrorAction Stop } | Should -Throw -ErrorId "$Id,$class" -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        "$($problem.Exception.Message) $($problem.ErrorDetails.Message) $($problem.TargetObject)" | Should -Not -Match 'mine'
    }

    It 'take one server only where files are read' {
        { Get-VcsaDiagnosis $incident -Server vc01, vc02 -ErrorAction Stop } | Should -Throw -ErrorId 'OneServerOnly,*'
    }
}
