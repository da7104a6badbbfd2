namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Represents the inputs of one vCenter: an archive, or all files and folders together unless they show several.</summary>
/// <param name="Archive">The archive, folder or host that identifies the group; null if all files and folders are one group.</param>
/// <param name="Inputs">What to read.</param>
/// <param name="HasSeveralHosts">Whether the envelopes at the start of the logs name several hosts.</param>
internal sealed record InputGroup(string? Archive, IReadOnlyList<LogInput> Inputs, bool HasSeveralHosts = false)
{
    /// <summary>Gets whether all logs are of one vCenter Server, regardless of the hosts in envelopes: an appliance's own logs
    /// name it in several ways, and events, sign-on and system logs often name it where vpxd's do not.</summary>
    public bool IsOneServer { get; init; }

    /// <summary>Creates the groups, in the order of their first inputs.</summary>
    public static IReadOnlyList<InputGroup> Create(IEnumerable<LogInput> inputs, LogReadReport report)
    {
        List<LogInput> files = [];
        List<InputGroup> groups = [];
        int archivesBefore = 0;
        foreach (LogInput input in inputs)
        {
            if (input.Path is not null && ArchiveEntry.IsArchiveName(input.Path))
            {
                groups.Add(new(input.Name, [input]) { IsOneServer = true });
            }
            else
            {
                archivesBefore = files.Count == 0 ? groups.Count : archivesBefore;
                files.Add(input);
            }
        }

        // The owner of a session must be known before its calls are read, regardless of the order of the files.
        LogInput[] ordered = [.. files.OrderBy(input => LogName.TryParse(input.Name, LogKinds.Profiler, out _) ? 0 : 1)];
        groups.InsertRange(archivesBefore, files.Count == 0 ? [] : VCenterFolders.Group(ordered, report));
        return groups;
    }

    /// <summary>Returns the name of one vCenter Server of the group: that of the group where it is the only one.</summary>
    /// <param name="server">The host; null if the envelope names none.</param>
    /// <param name="isOnly">Whether the group is of one vCenter Server.</param>
    public string? NameOf(string? server, bool isOnly) =>
        isOnly || server is null ? Archive
        : Archive is null ? server
        : $"{Archive}: {server}";
}
