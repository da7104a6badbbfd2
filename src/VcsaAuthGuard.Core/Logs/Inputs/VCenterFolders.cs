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

    /// <summary>Groups logs by vCenter Server.</summary>
    /// <param name="files">The logs.</param>
    /// <param name="report">Receives a warning where logs contradict each other and cannot be told apart.</param>
    /// <returns>The groups; one without a name where all logs are of one vCenter Server, or where the envelopes of their lines tell several
    /// apart.</returns>
    public static IReadOnlyList<InputGroup> Group(IReadOnlyList<LogInput> files, LogReadReport report)
    {
        Identity[] logs = [.. files.Where(IsVpxdLog).Select(Identify)];
        if (HaveSeveralHosts(files.Where(file => !IsOtherLog(file))))
        {
            foreach (IGrouping<string?, Identity> server in logs.GroupBy(log => log.Host, StringComparer.OrdinalIgnoreCase))
            {
                Warn(server.Key, [.. server], report);
            }

            return [new(null, files, HasSeveralHosts: true)];
        }

        Func<LogInput, string?> keyOf = HaveSeveral(logs) ? RootOf : _ => null;
        InputGroup[] groups =
        [
            .. files.GroupBy(keyOf).Select(group => new InputGroup(group.Key, [.. group]) { IsOneServer = group.Any(IsVpxdLog) }),
        ];
        foreach (InputGroup group in groups)
        {
            Warn(group.Archive, [.. logs.Where(log => group.Inputs.Contains(log.Input))], report);
        }

        return groups;
    }

    private static void Warn(string? name, Identity[] logs, LogReadReport report)
    {
        if (FindContradiction(logs) is string contradiction)
        {
            report.Warn((name is null ? "" : name + ": ") + contradiction);
        }
    }

    private static bool HaveSeveralHosts(IEnumerable<LogInput> files)
    {
        ServerSplit<object> hosts = new(() => new(), hasSeveral: false);
        foreach (LogInput file in files.Where(file => file.Path is not null))
        {
            foreach (string host in HostsIn(LogInputFinder.HeadOf(file.Path!), isOfVpxd: !IsVpxdLog(file)))
            {
                hosts.Get(host);
            }
        }

        return hosts.All.Count > 1;
    }

    private static bool IsVpxdLog(LogInput input) => input.Path is string path && LogName.TryParse(path, LogKinds.Vpxd, out _);

    /// <summary>Determines by its name whether a log is of a vCenter Server but not written by vpxd.</summary>
    private static bool IsOtherLog(LogInput input) =>
        input.Path is string path && !IsVpxdLog(input) && LogName.TryParse(path, LogKinds.All, out _);

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
            HostsIn(head).FirstOrDefault(),
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

    /// <summary>Returns the hosts that the envelopes of a log's first lines name.</summary>
    /// <param name="head">The first lines.</param>
    /// <param name="isOfVpxd">Whether only lines count that name vpxd: other programs of an appliance often name it in another way.</param>
    private static List<string> HostsIn(byte[] head, bool isOfVpxd = false)
    {
        List<string> hosts = [];
        CsvColumns? columns = CsvColumns.Find(head);
        for (ReadOnlySpan<byte> rest = head; !rest.IsEmpty;)
        {
            ReadOnlySpan<byte> line = Bytes.Trim(LogLine.Next(ref rest));
            if (isOfVpxd && line.IndexOf("vpxd"u8) < 0)
            {
                continue;
            }

            ReadOnlySpan<byte> host = EntryHeader.Read(line).Host;
            if (!host.IsEmpty)
            {
                hosts.Add(Bytes.ToText(host));
            }
            else
            {
                hosts.AddRange(QuotedEntry.ReadAll(line, columns).Select(quoted => quoted.EnvelopeHost).OfType<string>());
            }
        }

        return hosts;
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

    /// <summary>Returns what logs that are read as one vCenter Server's contradict each other in; null if they do not.</summary>
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
            bool isFile = LogInputFinder.LengthOf(FileLinks.FinalTarget(path)) > 0;
            if (isFile && path.EndsWith(".log", StringComparison.OrdinalIgnoreCase))
            {
                using Stream stream = LogInput.FromFile(path).Open();
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
