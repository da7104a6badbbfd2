namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Represents the inputs of one vCenter: an archive, or all files and folders together unless they show several.</summary>
/// <param name="Archive">The archive, or the folder or host that tells it from others; null where all files and folders are one.</param>
/// <param name="Inputs">What to read.</param>
/// <param name="HasSeveralHosts">Whether the envelopes at the start of the logs name several hosts.</param>
internal sealed record InputGroup(string? Archive, IReadOnlyList<LogInput> Inputs, bool HasSeveralHosts = false)
{
    /// <summary>Gets whether all is of one vCenter Server, whatever hosts its envelopes name: an appliance's own logs name it in several
    /// ways, and events, sign-on and system logs often name it where vpxd's do not.</summary>
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

        // Whose a session is must be known before its calls are read, in whatever order the files were named.
        LogInput[] ordered = [.. files.OrderBy(input => LogName.TryParse(input.Name, LogKinds.Profiler, out _) ? 0 : 1)];
        groups.InsertRange(archivesBefore, files.Count == 0 ? [] : VCenterFolders.Group(ordered, report));
        return groups;
    }

    /// <summary>Returns the name of one vCenter Server of the group: that of the group where it is the only one.</summary>
    /// <param name="server">The host; null where the envelope names none.</param>
    /// <param name="isOnly">Whether the group is of one vCenter Server.</param>
    public string? NameOf(string? server, bool isOnly) =>
        isOnly || server is null ? Archive
        : Archive is null ? server
        : $"{Archive}: {server}";
}
