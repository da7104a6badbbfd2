using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Reports;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.VSphere;

using PlannedWindow = VcsaAuthGuard.BackupWindows.Planning.PlannedWindow;

namespace VcsaAuthGuard.Tests.Reports;

/// <summary>SYNTHETIC reports: an incident's, one of a year, and one whose every text is hostile.</summary>
internal static class ReportCases
{
    public static readonly DateTimeOffset Midnight = new(2026, 2, 11, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A text that tries every way in which log data could break out of its place on a page.</summary>
    public const string Hostile =
        "</script><script>pwned()</script><!--<script> <img src=x onerror=pwned()> \"' onmouseover=\"pwned()\" "
        + "x='</style></title></pre> & &lt;b&gt; ]]> "
        + "\u001b[31mred\u009b1m \u202egnp.exe \u2066x\u2069 \u200b\u00ad\ufeff \0 \u2028 \ud800 {a|b} javascript:pwned() ${pwned()} `x`";

    /// <summary>A storm, diagnosed from its logs.</summary>
    public static AuthReport Storm(string folder, int seed)
    {
        Incident incident = IncidentGenerator.Write(folder, IncidentKind.ApiStorm, seed);
        LogReadReport read = new();
        BackupWindow[] windows =
        [
            .. incident.WindowsFile is null
                ? []
                : WindowFile
                    .Read(incident.WindowsFile, _ => { })
                    .Select(window => window with { Movable = window.Role == WindowRole.Backup ? StartRange.Parse("18:00-06:00") : null }),
        ];
        DiagnosisOptions options = new()
        {
            Windows = windows,
            JobReports = incident.JobRunsFile is null ? null : [BackupJobReport.Read(incident.JobRunsFile, null, _ => { })],
        };
        AuthReport report = new()
        {
            Diagnoses = [.. new DiagnosisReader(options, read).Read(LogInputFinder.Find(incident.LogPaths, read, LogKinds.All))],
            Created = Midnight.AddDays(1),
        };
        return windows.Length == 0
            ? report
            : report with
            {
                Plan = WindowPlanner.Plan(windows, new() { From = report.WindowsFrom }).Windows,
            };
    }

    /// <summary>A year in which every night calls are refused and 40 clients log in, at so many vCenters, with 80 windows.</summary>
    public static AuthReport Year(int servers) =>
        new()
        {
            Diagnoses =
            [
                .. Enumerable.Repeat(YearAt(), servers).Select((diagnosis, i) => diagnosis with { Server = $"vc{i}.example.org" }),
            ],
            Windows =
            [
                .. Enumerable
                    .Range(0, 80)
                    .Select(i =>
                        Window(
                            $"Job number {i} of the backup product",
                            i % 3 == 0 ? WindowRole.Automation : WindowRole.Backup,
                            $"every 6 hours from 0{i % 6}:{i % 30:00}"
                        )
                    ),
            ],
            Created = Midnight,
        };

    /// <summary>A report in which every text that can come from a log or a file is hostile.</summary>
    public static AuthReport AllHostile()
    {
        LogCounts counts = new();
        counts.Record(new(LogProblemKind.Corrupt, Hostile, Hostile, Hostile));
        FaultTimeline timeline = new();
        HostHours hours = new();
        for (int i = 0; i < 20; i++)
        {
            AuthFault fault = new()
            {
                Time = Midnight.AddSeconds(10 * i),
                VMHost = Hostile + (i % 2),
                Kind = AuthFaultKind.NotAuthenticated,
            };
            timeline.Add(fault);
            hours.Add(fault);
        }

        FaultCount[] named = [new(Hostile, 20)];
        ApiClientLoad client = Client(Hostile, 0) with { Source = Hostile, Pattern = LoadPatterns.LoginPerItem | LoadPatterns.Leaking };
        DiagnosisEvidence evidence = new()
        {
            Statement = Hostile,
            VMHost = Hostile,
            Role = EvidenceRole.Proof,
            Start = Midnight,
            Lines = [Hostile, Hostile + "\n" + Hostile],
        };
        BackupWindow window = Window(Hostile, WindowRole.Backup, "daily 00:00") with { Server = [Hostile], Source = Hostile };
        PlannedWindow planned = new() { Window = window, Reason = Hostile, CurrentStart = Midnight, ProposedStart = Midnight };
        VCenterSession session = new() { Key = Hostile, UserName = Hostile, IpAddress = Hostile, UserAgent = Hostile, Server = Hostile };
        return new()
        {
            Title = Hostile,
            Diagnoses =
            [
                new()
                {
                    Verdict = DiagnosisVerdict.Confirmed,
                    Cause = DiagnosisCause.ApiStorm,
                    Summary = Hostile,
                    Evidence = [evidence],
                    Against = [evidence],
                    Clients = [client],
                    Load = [client],
                    Remedies = [new(1, Hostile, Hostile, Hostile, Hostile)],
                    MissingEvidence = [new(Hostile, Hostile, Hostile)],
                    Bursts =
                    [
                        new()
                        {
                            Start = Midnight,
                            End = Midnight.AddMinutes(4),
                            Count = 20,
                            PeakCount = 20,
                            VMHost = named,
                            Datastore = named,
                            Method = named,
                            Kind = named,
                            Source = Hostile,
                        },
                    ],
                    Faults = [new(Hostile, 20)],
                    Server = Hostile,
                    Version = Hostile,
                    Source = Hostile,
                    From = Midnight,
                    To = Midnight.AddHours(1),
                    Counts = counts,
                    Timeline = timeline,
                    HostHours = hours,
                },
            ],
            Windows = [window],
            Plan = [planned, planned with { Window = Window(Hostile, WindowRole.Automation, "daily 00:30") }],
            Sessions = [session],
            Created = Midnight,
        };
    }

    private static VcsaDiagnosis YearAt()
    {
        FaultTimeline timeline = new();
        HostHours hours = new();
        List<FaultBurst> bursts = [];
        for (int day = 0; day < 365; day++)
        {
            DateTimeOffset night = Midnight.AddDays(day).AddHours(1);
            for (int i = 0; i < 600; i++)
            {
                AuthFault fault = new()
                {
                    Time = night.AddSeconds(31 * i),
                    VMHostId = $"HostSystem-host-{150000 + (i % 60)}",
                    Kind = i % 7 == 0 ? AuthFaultKind.GatewayFailure : AuthFaultKind.NotAuthenticated,
                };
                timeline.Add(fault);
                hours.Add(fault);
            }

            FaultCount[] hosts = [.. Enumerable.Range(0, 60).Select(host => new FaultCount($"HostSystem-host-{150000 + host}", 10))];
            bursts.Add(
                new()
                {
                    Start = night,
                    End = night.AddHours(5),
                    Count = 514,
                    PeakCount = 12,
                    VMHost = hosts,
                    Datastore = hosts,
                    Method = [new("fileManagement", 514)],
                }
            );
        }

        ApiClientLoad client = Client("VSPHERE.LOCAL\\svc-automation-of-a-team", 525_600);
        ApiClientLoad[] load =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i =>
                    client with
                    {
                        Client = new($"VSPHERE.LOCAL\\svc-automation-of-a-team-{i}", "10.20.40.15", "a program"),
                        Share = 1.0 / (i + 2),
                    }
                ),
        ];
        DiagnosisEvidence evidence = new()
        {
            Kind = EvidenceKind.Burst,
            Statement = new string('x', 200),
            Role = EvidenceRole.Support,
            Start = Midnight,
            Lines = [new string('y', 300), new string('z', 300), new string('w', 300)],
        };
        return new()
        {
            Verdict = DiagnosisVerdict.Confirmed,
            Cause = DiagnosisCause.ApiStorm,
            Summary = "Synthetic.",
            From = Midnight,
            To = Midnight.AddDays(365),
            Clients = [load[0]],
            Load = load,
            Bursts = bursts,
            Evidence = [.. Enumerable.Repeat(evidence, 20)],
            Timeline = timeline,
            HostHours = hours,
        };
    }

    private static ApiClientLoad Client(string name, int minutes)
    {
        ActivitySeries activity = new();
        long first = ActivitySeries.MinuteOf(Midnight.UtcTicks);
        for (int i = 0; i <= minutes; i += 3)
        {
            activity.Add(first + i, 1 + (i % 50), 5);
        }

        return new()
        {
            Client = new(name, minutes == 0 ? name : "10.20.40.15", minutes == 0 ? name : "a program"),
            Logins = 1 + minutes,
            Share = 0.4,
            FirstSeen = Midnight,
            LastSeen = Midnight.AddMinutes(minutes),
            Activity = activity,
        };
    }

    private static BackupWindow Window(string name, WindowRole role, string recurrence) =>
        new()
        {
            Name = name,
            Role = role,
            Recurrence = Recurrence.Parse(recurrence),
            Duration = TimeSpan.FromMinutes(40),
            Load = new()
            {
                VMs = 20,
                Sessions = 10,
                SecondsPerRequest = 2,
            },
        };
}
