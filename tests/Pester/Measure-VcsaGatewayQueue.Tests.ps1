BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    . "$PSScriptRoot/Module.ps1"

    # Eight at a time, a second each.
    function Measure-Queue { Measure-VcsaGatewayQueue @args -Concurrency 8 -ServiceTime 00:00:01 }
}

Describe 'Measure-VcsaGatewayQueue' {
    It 'predicts a bulk exactly: 8 at a time, a second each' {
        $forecast = Measure-Queue 3000
        $forecast.Arrival | Should -Be 'AllAtOnce'
        $forecast.MedianWait | Should -Be ([timespan]::FromSeconds(187))
        $forecast.Wait95 | Should -Be ([timespan]::FromSeconds(301))
        $forecast.Wait99 | Should -Be ([timespan]::FromSeconds(301))
        $forecast.LongestWait | Should -Be ([timespan]::FromSeconds(301))
        $forecast.Expired | Should -Be 592
        $forecast.FirstExpiry | Should -Be ([timespan]::FromSeconds(300))
        $forecast.LargestBatch | Should -Be 2408
        $forecast.TokenLifetime | Should -Be ([timespan]::FromSeconds(300))
    }

    It 'names an interval and a batch that are the limits' {
        $batches = @{ Request = 3000; Arrival = 'Batch'; BatchSize = 50 }
        $forecast = Measure-Queue @batches -Interval 0s
        $forecast.Expired | Should -BeGreaterThan 0
        (Measure-Queue @batches -Interval $forecast.ShortestInterval).Expired | Should -Be 0
        (Measure-Queue @batches -Interval ($forecast.ShortestInterval - [timespan]1)).Expired | Should -BeGreaterThan 0
        $batches.BatchSize = (Measure-Queue @batches -Interval 00:00:01).LargestBatch
        (Measure-Queue @batches -Interval 00:00:01).Expired | Should -Be 0
        $batches.BatchSize++
        (Measure-Queue @batches -Interval 00:00:01).Expired | Should -BeGreaterThan 0
    }

    It 'repeats a run by its seed' {
        $random = @{ Request = 20000; Arrival = 'Poisson'; Over = [timespan]'00:45:00'; Distribution = 'Exponential' }
        Measure-Queue @random -Seed 7 | Should -Be (Measure-Queue @random -Seed 7)
        (Measure-Queue @random -Seed 8).MeanWait | Should -Not -Be (Measure-Queue @random -Seed 7).MeanWait
    }

    It 'takes measured durations as <Form>' -ForEach @(
        @{ Form = 'numbers'; Durations = 1000, 2000.0 }
        @{ Form = 'time spans'; Durations = [timespan]'00:00:01', [timespan]'00:00:02' }
        @{ Form = 'text'; Durations = '1000', '00:00:02' }
        @{ Form = 'objects'; Durations = [pscustomobject]@{ Duration = 1000 }, [pscustomobject]@{ Duration = [timespan]'00:00:02' } }
    ) {
        foreach ($forecast in ($Durations | Measure-VcsaGatewayQueue 100 -Concurrency 2), (Measure-VcsaGatewayQueue 100 -Concurrency 2 -Duration $Durations)) {
            $forecast.Distribution | Should -Be 'Measured'
            $forecast.Measurements | Should -Be 2
            $forecast.ServiceTime | Should -Be ([timespan]::FromSeconds(1.5))
        }
    }

    It 'measures durations in a log' {
        $log = Join-Path $TestDrive 'envoy-access.log'
        $line = '2026-07-23T18:54:57.291Z info envoy[2928] [Originator@6876 sub=Default] 2026-07-23T18:54:49.431Z POST {0} HTTP/1.1 200 via_upstream - 12 91 {1} 9 0 10.0.0.7:38396'
        ($line -f '/hgw/host-7/sdk', 1000), ($line -f '/hgw/host-8/sdk', 2000), ($line -f '/sdk', 3000), 'no request' | Set-Content $log
        $forecast = Measure-VcsaGatewayQueue 100 -Concurrency 2 -LogPath "$TestDrive/envoy-*.log" -WarningVariable warnings -WarningAction SilentlyContinue
        $forecast.Distribution | Should -Be 'Measured'
        $forecast.Measurements | Should -Be 3
        $forecast.ServiceTime | Should -Be ([timespan]::FromSeconds(2))
        "$warnings" | Should -BeLike '*1 line of access logs without a request*'
        (Measure-VcsaGatewayQueue 100 -Concurrency 2 -LogPath $log -RequestName '/HGW/*' -WarningAction SilentlyContinue).Measurements | Should -Be 2
        (4000 | Measure-VcsaGatewayQueue 100 -Concurrency 2 -LogPath $log -WarningAction SilentlyContinue).Measurements | Should -Be 4
        { Measure-VcsaGatewayQueue 100 -Concurrency 2 -LogPath $log -RequestName '/none' -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'DurationMissing,VcsaAuthGuard.Commands.MeasureVcsaGatewayQueueCommand'
        Measure-VcsaGatewayQueue 100 -Concurrency 2 -LogPath "$TestDrive/none.log" -Duration 5 -ErrorVariable problems -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -Be 'LogNotFound,VcsaAuthGuard.Commands.MeasureVcsaGatewayQueueCommand'
    }

    It 'uses the other durations where one is none' {
        $forecast = 'soon', 1000, -5, 3000 | Measure-VcsaGatewayQueue 100 -Concurrency 2 -ErrorVariable problems -ErrorAction SilentlyContinue
        $forecast.Measurements | Should -Be 2
        $problems.Count | Should -Be 2
        $problems[0].FullyQualifiedErrorId | Should -Be 'DurationNotUnderstood,VcsaAuthGuard.Commands.MeasureVcsaGatewayQueueCommand'
    }

    It 'predicts for windows, vCenter by vCenter' {
        $rows = Import-Csv (Join-Path $root 'samples/incident/windows.csv')
        $forecast = $rows | Measure-VcsaGatewayQueue -Concurrency 52 -From 2026-02-09
        $forecast.Server | Should -Be 'vc01.example.org'
        $forecast.Requests | Should -Be (7 * 400 + 300 + 7 * 50)
        $forecast.Expired | Should -Be 128
        $forecast.FirstExpiryTime | Should -Be ([DateTimeOffset]'2026-02-11T02:05:00Z')
        ($rows | Optimize-BackupWindow -From 2026-02-09 | Measure-VcsaGatewayQueue -Concurrency 52 -From 2026-02-09).Expired | Should -Be 0
        ($rows | Measure-VcsaGatewayQueue -Concurrency 52 -From 2026-02-09 -Arrival Even).Expired | Should -Be 0
        ($rows | Measure-VcsaGatewayQueue -Concurrency 52 -From 2026-02-09 -Duration 20000, 30000).Measurements | Should -Be 2

        $mute = New-BackupWindow Mute -Daily -At 02:00 -Duration 01:00 -TimeZone UTC -Server vc02
        $both = @($rows) + $mute | Measure-VcsaGatewayQueue -Concurrency 52 -From 2026-02-09 -WarningVariable warnings -WarningAction SilentlyContinue
        $both.Requests | Should -Be 3450, 0
        "$warnings" | Should -BeLike '1 of 4 windows*'
    }

    It 'replays the requests of a log: as they came, under a plan, in batches, with one session' {
        # Twenty at a time for ten seconds each; the last fifty of a hundred wait longer than their tokens live here.
        $log = Join-Path $TestDrive 'envoy-access.log'
        $line = '2026-02-11T02:{0:00}:{1:00}.000Z info envoy[2928] [Originator@6876 sub=Default] 2026-02-11T{2}:00.000Z POST /hgw/host-7/sdk HTTP/1.1 200 via_upstream - 12 91 {3} 9 0 {4}:38396'
        $(foreach ($i in 0..39) { $end = 10 * ([Math]::Floor($i / 20) + 1); $line -f 0, $end, '02:00', ($end * 1000), '10.0.0.7' }
            foreach ($i in 0..19) { $line -f 0, 30, '02:00', 30000, '10.0.0.8' }) | Set-Content $log
        $windows = @(
            New-BackupWindow Backup -Daily -At 02:00 -Duration 01:00 -TimeZone UTC -VMs 40 -SecondsPerRequest 10 -Movable 01:00-04:00
            New-BackupWindow Scan -Role Automation -Daily -At 02:00 -Duration 00:30 -TimeZone UTC -VMs 20 -SecondsPerRequest 10
        )
        $replay = $windows | Measure-VcsaGatewayQueue -Replay -LogPath $log -TokenLifetime 15s -BatchSize 20 -WarningAction SilentlyContinue
        $replay.Scenario | Should -Be 'AsLogged', 'UnderPlan', 'InBatches', 'SharedSession'
        $replay[0].Concurrency | Should -Be 20
        $replay[0].ConcurrencySource | Should -Be 'Estimated'
        $replay[0].Expired, $replay[0].Refused, $replay[0].Difference | Should -Be 20, 0, 20
        $replay[0].Summary | Should -Be 'As logged: 20 of 60 tokens expire; the log has 0 refused calls, 20 fewer than the model'
        $replay[1].Expired, $replay[1].Moved | Should -Be 0, 40
        $replay[2].Expired | Should -Be 0
        $text = $replay | Out-String -Width 80
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        $text | Should -Match '60 20 estimated'

        (Measure-VcsaGatewayQueue -Replay -LogPath $log -After 2026-02-11 -Concurrency 5 -WarningAction SilentlyContinue)[0].ConcurrencySource | Should -Be 'Given'
        { Measure-VcsaGatewayQueue -Replay -LogPath $log -After 2026-02-12 } |
            Should -Throw -ErrorId 'DurationMissing,VcsaAuthGuard.Commands.MeasureVcsaGatewayQueueCommand'
    }

    It 'says where the number of requests at a time is assumed' {
        $forecast = Measure-VcsaGatewayQueue 100 -ServiceTime 1s -WarningVariable warnings -WarningAction SilentlyContinue
        $forecast.Concurrency | Should -Be 52
        $forecast.ConcurrencySource | Should -Be 'Assumed'
        "$warnings" | Should -BeLike 'It is assumed that the gateway serves 52 requests at a time; no public source gives the figure.'
        (Measure-VcsaGatewayQueue 100 -ServiceTime 1s -Concurrency 8).ConcurrencySource | Should -Be 'Given'
        $forecast | Out-String -Width 80 | Should -Match '52 assumed'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'no service time'; Id = 'ParameterMissing'; Arguments = @{} }
        @{ Name = 'batches without an interval'; Id = 'ParameterMissing'; Arguments = @{ ServiceTime = '00:00:01'; Arrival = 'Batch' } }
        @{ Name = 'random arrivals without a span'; Id = 'ParameterMissing'; Arguments = @{ ServiceTime = '00:00:01'; Arrival = 'Poisson' } }
        @{ Name = 'measured without a measurement'; Id = 'ParameterMissing'; Arguments = @{ Distribution = 'Measured' } }
        @{ Name = 'an interval for a bulk'; Id = 'ParametersExclude'; Arguments = @{ ServiceTime = '00:00:01'; Interval = '00:01:00' } }
        @{ Name = 'a service time with durations'; Id = 'ParametersExclude'; Arguments = @{ ServiceTime = '00:00:01'; Duration = 5 } }
        @{ Name = 'a request name without a log'; Id = 'ParameterMissing'; Arguments = @{ ServiceTime = '00:00:01'; RequestName = '/hgw/*' } }
        @{ Name = 'a service time of nothing'; Id = 'ParameterOutOfRange'; Arguments = @{ ServiceTime = '00:00:00' } }
        @{ Name = 'a token that never lives'; Id = 'ParameterOutOfRange'; Arguments = @{ ServiceTime = '00:00:01'; TokenLifetime = '-00:00:01' } }
        @{ Name = 'requests below one'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Request = 0 } }
    ) {
        $all = @{ Request = 10; Concurrency = 1 }
        foreach ($key in $Arguments.Keys) { $all[$key] = $Arguments[$key] }
        { Measure-VcsaGatewayQueue @all } | Should -Throw -ErrorId "$Id,VcsaAuthGuard.Commands.MeasureVcsaGatewayQueueCommand"
    }

    It 'shows a table that fits <Width> columns' -ForEach @{ Width = 80 }, @{ Width = 120 } {
        $text = Measure-Queue 3000 | Out-String -Width $Width
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
        $text | Should -Match '3000 AllAtOnce'
    }
}
