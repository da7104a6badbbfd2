BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    $class = 'VcsaAuthGuard.Commands.TestDatastoreLatencyCommand'

    # What PowerCLI's Get-Stat gives, as far as this module looks at it. Synthetic.
    function Get-TestSample([double] $Value, [string] $Name = 'ds1', [double] $AgeSeconds = 30, [string] $Unit = 'millisecond') {
        [pscustomobject]@{
            Value = $Value; Timestamp = [datetime]::Now.AddSeconds(-$AgeSeconds); MetricId = 'datastore.totalReadLatency.average'; Unit = $Unit
            Entity = [pscustomobject]@{ Name = $Name; Id = "Datastore-$Name" }; Instance = ''; IntervalSecs = 20
        }
    }
}

Describe 'Test-DatastoreLatency' {
    It 'judges a mean of <Value> ms as <Verdict>' -ForEach @(
        @{ Value = 19.9; Verdict = 'Good'; Quiet = $true }
        @{ Value = 20; Verdict = 'Warn'; Quiet = $true }
        @{ Value = 25; Verdict = 'Warn'; Quiet = $true }
        @{ Value = 25.1; Verdict = 'Stop'; Quiet = $false }
    ) {
        $result = Get-TestSample $Value | Test-DatastoreLatency
        $result.Datastore, $result.Mean, $result.Percentile95, $result.Verdict | Should -Be 'ds1', $Value, $Value, $Verdict
        Get-TestSample $Value | Test-DatastoreLatency -Quiet | Should -Be $Quiet
    }

    It 'names the datastore by the instance of a host''s sample' {
        $sample = Get-TestSample 3
        $sample.Entity = [pscustomobject]@{ Name = 'esx1'; Id = 'HostSystem-host-1' }
        $sample.Instance = '62aef28d-fe0e61a8-3da4-9efa524000e2'
        ($sample | Test-DatastoreLatency).Datastore | Should -Be $sample.Instance
    }

    It 'asks Get-Stat about datastores, and is Unknown, not Good, where it has nothing' {
        function Get-Stat([object[]] $Entity, [string[]] $Stat, [datetime] $Start) {
            $Stat | Should -Contain 'datastore.totalReadLatency.average'
            if ($Entity[0].Name -ne 'silent' -and $Start -lt [datetime]::Now) { Get-TestSample 30 $Entity[0].Name }
        }
        $stores = 'slow', 'silent' | ForEach-Object { [pscustomobject]@{ Name = $_; Id = "Datastore-$_"; FreeSpaceGB = 5 } }
        $results = $stores | Test-DatastoreLatency -ErrorAction SilentlyContinue -ErrorVariable problems
        $results | ForEach-Object { "$($_.Datastore) $($_.Verdict)" } | Should -Be 'silent Unknown', 'slow Stop'
        $problems[0].FullyQualifiedErrorId | Should -Be "LatencyUnknown,$class"
        $stores[1] | Test-DatastoreLatency -Quiet -ErrorAction SilentlyContinue | Should -BeFalse
    }

    It 'asks the hosts of a datastore that has no samples of its own' {
        function Get-VMHost([object] $Datastore) { foreach ($i in 1, 2) { [pscustomobject]@{ Name = "esx$i of $($Datastore.Name)"; Id = "HostSystem-host-$i" } } }
        function Get-Stat([object[]] $Entity, [string[]] $Stat, [datetime] $Start, [switch] $Realtime, [string[]] $Instance) {
            if (-not $Realtime -or $Start -gt [datetime]::Now) { return }
            $value = 10
            foreach ($host1 in $Entity) { $value += 4; $sample = Get-TestSample $value; $sample.MetricId = $Stat[1]; $sample.Entity = $host1; $sample.Instance = $Instance[0]; $sample.Timestamp = [datetime]::Today; $sample }
        }
        $store = [pscustomobject]@{ Name = 'ds1'; Id = 'Datastore-datastore-1'; ExtensionData = [pscustomobject]@{ Info = [pscustomobject]@{ Url = 'ds:///vmfs/volumes/62aef28d-fe0e61a8/' } } }
        $result = $store | Test-DatastoreLatency -AsOf ([datetime]::Today)
        $result.Datastore, $result.Mean, $result.Samples | Should -Be 'ds1', 18, 1
    }

    It 'is false and an error with -Quiet where there is <Name>' -ForEach @(
        @{ Name = 'no sample of late'; Id = 'LatencyUnknown'; Sample = { Get-TestSample 1 -AgeSeconds 400 } }
        @{ Name = 'nothing at all'; Id = 'NoSamples'; Sample = { , @() } }
        @{ Name = 'a unit that is not known'; Id = 'SampleUnclear'; Sample = { Get-TestSample 1; Get-TestSample 1 -Unit percent } }
        @{ Name = 'a value below zero'; Id = 'SampleUnclear'; Sample = { Get-TestSample 1; Get-TestSample -1 } }
        @{ Name = 'something else'; Id = 'InputNotLatency'; Sample = { 42 } }
        @{ Name = 'a datastore, but no PowerCLI'; Id = 'CommandMissing'; Sample = { [pscustomobject]@{ Name = 'ds1'; Id = 'Datastore-datastore-1' } } }
    ) {
        & $Sample | Test-DatastoreLatency -Quiet -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeFalse
        $problems[0].FullyQualifiedErrorId | Should -Be "$Id,$class"
    }

    It 'passes over other metrics, and says so' {
        $other = Get-TestSample 99
        $other.MetricId = 'datastore.numberReadAveraged.average'
        ($other, (Get-TestSample 1) | Test-DatastoreLatency -WarningVariable warnings -WarningAction SilentlyContinue).Verdict | Should -Be 'Good'
        "$warnings" | Should -BeLike '1 samples were skipped: their metric is not a latency*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a span under a second'; Arguments = @{ Recent = '0.5s' } }
        @{ Name = 'thresholds the wrong way round'; Arguments = @{ WarnThreshold = 30 } }
    ) {
        { Get-TestSample 1 | Test-DatastoreLatency @Arguments } | Should -Throw -ErrorId "ParameterOutOfRange,$class"
    }

    It 'shows a table that fits 120 columns' {
        $text = Get-TestSample 1 | Test-DatastoreLatency | Out-String -Width 120
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $text | Should -Match 'Good +1\.0 ms +1\.0 ms .*ds1'
    }
}
