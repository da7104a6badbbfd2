BeforeDiscovery {
    $platforms = @(
        @{ Platform = 'AriaLogs'; Command = '--stand-in-aria'; User = 'alerts@example.org' }
        @{ Platform = 'Loki'; Command = '--stand-in-loki'; User = 'reader@example.org' }
        @{ Platform = 'OpenSearch'; Command = '--stand-in-opensearch'; User = 'reader@example.org' }
        @{ Platform = 'Splunk'; Command = '--stand-in-splunk'; User = 'reader@example.org' }
        @{ Platform = 'VictoriaLogs'; Command = '--stand-in-victorialogs'; User = 'reader@example.org' }
    )
}

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/StandIn.ps1"
    $incident = Join-Path $root 'samples/incident'
}

Describe 'Get-VcsaFleet with <Platform>' -ForEach $platforms {
    BeforeAll {
        $standIn = Open-StandIn $Command
        $server, $thumbprint, $hidden = $standIn.Ready
        $secret = [Net.NetworkCredential]::new('', $hidden).SecurePassword
        $asked = @{
            Platform = $Platform; Uri = "https://$server"; Credential = [pscredential]::new($User, $secret); Thumbprint = $thumbprint
            After = '2026-02-01T00:00:00Z'; Before = '2026-03-01T00:00:00Z'; ErrorAction = 'Stop'
        }
        Send-StandIn $standIn "load|$incident|vc01.example.org|split"
        Send-StandIn $standIn "load|$incident|vc02.example.org|whole"
        $rows = @(Get-VcsaFleet @asked)
    }

    AfterAll { Close-StandIn $standIn }

    It 'returns a row for each vCenter Server, with at least its refused calls' {
        $faults = @(Get-VcsaAuthFault $incident)
        ($rows.Server | Sort-Object) | Should -Be 'vc01.example.org', 'vc02.example.org'
        $rows[0].GetType().FullName | Should -BeIn (Get-Command Get-VcsaFleet).OutputType.Name
        foreach ($row in $rows) {
            $row.Events | Should -BeGreaterOrEqual $faults.Count
            $row.BusySpans | Should -BeGreaterThan 0
        }
    }

    It 'takes only the servers that are named' {
        (Get-VcsaFleet @asked -Server vc02.example.org).Server | Should -Be 'vc02.example.org'
    }

    It 'has no burst under a threshold that is never exceeded' {
        (Get-VcsaFleet @asked -Threshold 1000).BusySpans | Should -Be 0, 0
    }

    It 'leads to the diagnosis of those with a burst' {
        $diagnoses = $rows | Where-Object BusySpans | Get-VcsaDiagnosis
        $diagnoses.Verdict | Should -Be Confirmed, Confirmed
        ($diagnoses.Server | Sort-Object) | Should -Be 'vc01.example.org', 'vc02.example.org'
    }

    It 'shows a table in which no name is cut at 80 columns' {
        $table = $rows | Out-String -Width 80
        $table | Should -Match 'vc01\.example\.org'
        $table | Should -Match 'vc02\.example\.org'
    }
}

Describe 'Get-VcsaFleet' {
    It 'says which platform does not answer' {
        { Get-VcsaFleet -Platform Loki -Uri http://127.0.0.1:9 -After -1h -ErrorAction Stop } | Should -Throw -ExpectedMessage '*127.0.0.1:9*'
    }
}
