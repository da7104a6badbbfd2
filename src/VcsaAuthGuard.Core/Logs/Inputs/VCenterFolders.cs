using System.Text.RegularExpressions;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>
/// Tells the logs of several vCenter Servers apart that are read together: by the host that a relay wrote in front of each line, or by the
/// folders that they lie in. Folders are those of one vCenter Server unless logs of vpxd in two of them were written at the same time.
/// </summary>
internal static class VCenterFolders
{
    private const int TailLength = 64 * 1024;

    /// <summary>The folders that every appliance has; what stands in front of them tells appliances apart.</summary>
    private static readonly HashSet<string> ApplianceFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "var", "log", "logs", "vmware", "vmware-vpx", "vpx", "vpxd", "envoy", "envoy-hgw", "envoy-sidecar", "envoy-system-proxy",
        "rhttpproxy", "sso", "audit", "sso-events", "vapi", "endpoint", "events",
    };

    private static readonly Regex Section = new(
        @"Section for VMware VirtualCenter, pid=(\d+), version=([^,\s]+)(?:, build=(\w+))?",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    /// <summary>The prefixes of RFC 5424, of RFC 3164, and of the latter with an ISO 8601 time.</summary>
    private static readonly Regex Envelope = new(
        @"^(?:<\d{1,3}>)?(?:1 \S+ (\S+) \S+ \S+ \S+ |[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\S+) |\d{4}-\d\d-\d\dT\S+ (\S+) "
            + @"[\w.-]+(?:\[\d+\])?: )",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    /// <summary>Groups logs by vCenter Server.</summary>
    /// <param name="files">The logs.</param>
    /// <param name="report">Receives a warning where logs contradict each other and cannot be told apart.</param>
    /// <returns>The groups with their names; one without a name where all logs are of one vCenter Server.</returns>
    public static IReadOnlyList<(string? Name, IReadOnlyList<LogInput> Inputs)> Group(IReadOnlyList<LogInput> files, LogReadReport report)
    {
        Identity[] logs = [.. files.Where(IsVpxdLog).Select(Identify)];
        bool haveHosts = logs.Select(log => log.Host).Where(host => host is not null).Distinct().Skip(1).Any();
        Func<LogInput, string?> keyOf =
            haveHosts ? HostOf
            : HaveSeveral(logs) ? input => RootOf(input)
            : _ => null;
        (string? Name, IReadOnlyList<LogInput> Inputs)[] groups =
        [
            .. files.GroupBy(keyOf).Select(group => (group.Key, (IReadOnlyList<LogInput>)[.. group])),
        ];
        foreach ((string? name, IReadOnlyList<LogInput> inputs) in groups)
        {
            if (FindContradiction([.. logs.Where(log => inputs.Contains(log.Input))]) is string contradiction)
            {
                report.Warn((name is null ? "" : name + ": ") + contradiction);
            }
        }

        return groups;
    }

    private static bool IsVpxdLog(LogInput input) => input.Path is string path && LogName.TryParse(path, LogKinds.Vpxd, out _);

    private static Identity Identify(LogInput input)
    {
        byte[] head = LogInputFinder.HeadOf(input.Path!);
        LogCounts counts = new();
        new LogRecognition(input.Name).Inspect(head, counts, hasRecords: true);
        DateTimeOffset? first = counts.FirstTime;
        new LogRecognition(input.Name).Inspect(TailOf(input.Path!), counts, hasRecords: true);
        Match section = Section.Match(Bytes.ToText(head));
        return new(
            input,
            RootOf(input),
            HostIn(head),
            section.Success ? section.Groups[1].Value : null,
            section.Success ? $"{section.Groups[2].Value} {section.Groups[3].Value}".TrimEnd() : null,
            first,
            counts.LastTime
        );
    }

    private static string RootOf(LogInput input)
    {
        string? folder = input.Path is null ? null : Path.GetDirectoryName(Path.GetFullPath(input.Path));
        while (folder is not null && ApplianceFolders.Contains(Path.GetFileName(folder)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? "";
    }

    private static string? HostOf(LogInput input) => input.Path is null ? null : HostIn(LogInputFinder.HeadOf(input.Path));

    /// <summary>Returns the host that the last of the envelopes of a log's first line names; null where there is none.</summary>
    private static string? HostIn(byte[] head)
    {
        ReadOnlySpan<byte> rest = head;
        string line = Bytes.ToText(LogLine.Next(ref rest));
        string? host = null;
        for (Match match = Envelope.Match(line); match.Success; match = Envelope.Match(line))
        {
            host = match.Groups.Cast<Group>().Skip(1).First(group => group.Success).Value;
            line = line.Substring(match.Length);
        }

        // The same host may be written with its domain and without.
        bool isAddress = System.Net.IPAddress.TryParse(host ?? "", out _);
        return isAddress ? host : host?.Split('.')[0].ToLowerInvariant();
    }

    private static bool HaveSeveral(Identity[] logs)
    {
        (DateTimeOffset? First, DateTimeOffset? Last, HashSet<string> Processes)[] roots =
        [
            .. logs.GroupBy(log => log.Root)
                .Select(root =>
                    (root.Min(log => log.First), root.Max(log => log.Last), new HashSet<string>(root.Select(log => log.Process)))
                ),
        ];
        for (int i = 0; i < roots.Length; i++)
        {
            for (int j = i + 1; j < roots.Length; j++)
            {
                bool areTogether = roots[i].First < roots[j].Last && roots[j].First < roots[i].Last;
                if (areTogether && !roots[i].Processes.Where(process => process.Length > 0).Any(roots[j].Processes.Contains))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Returns what logs that are read as one vCenter Server's contradict each other in; null where they do not.</summary>
    private static string? FindContradiction(Identity[] logs)
    {
        Identity[] known = [.. logs.Where(log => log.Pid is not null && log.First is not null).OrderBy(log => log.First)];
        for (int i = 1; i < known.Length; i++)
        {
            // A process that logs again after another has logged did not end before that began.
            Identity? before = Array.Find(known, log => log.Process == known[i].Process);
            Identity? between = known.Take(i).LastOrDefault(log => log.Process != known[i].Process && log.First > before!.First);
            if (between is not null)
            {
                return $"Logs of more than one vCenter Server seem to be mixed: {between.Input.Name} is of process {between.Pid}, version "
                    + $"{between.Version}, and {known[i].Input.Name} of process {known[i].Pid}, version {known[i].Version}, "
                    + "at the same time. "
                    + "Put the logs of each in a folder of its own.";
            }
        }

        return null;
    }

    /// <summary>Returns the last lines of a log; none of a compressed one.</summary>
    private static byte[] TailOf(string path)
    {
        try
        {
            using Stream stream = LogInput.FromFile(path).Open();
            if (path.EndsWith(".log", StringComparison.OrdinalIgnoreCase) && stream.Length > 0)
            {
                stream.Position = Math.Max(0, stream.Length - TailLength);
                byte[] tail = new PeekStream(stream).Peek(TailLength).ToArray();
                int start = stream.Length > TailLength ? Array.IndexOf(tail, (byte)'\n') + 1 : 0;
                return tail.AsSpan(start).ToArray();
            }
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            // Reading it says what is wrong.
        }

        return [];
    }

    /// <summary>Represents what identifies a log: the first and last time, host, process and version.</summary>
    private sealed record Identity(
        LogInput Input, string Root, string? Host, string? Pid, string? Version, DateTimeOffset? First, DateTimeOffset? Last)
    {
        public string Process => Pid is null ? "" : $"{Pid} {Version}";
    }
}
