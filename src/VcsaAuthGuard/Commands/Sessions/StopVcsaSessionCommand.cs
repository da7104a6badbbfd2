using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Termination;

namespace VcsaAuthGuard.Commands;

[Cmdlet(
    VerbsLifecycle.Stop,
    "VcsaSession",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = ServerSet
)]
[OutputType(typeof(TerminationSummary))]
public sealed class StopVcsaSessionCommand : VSphereCommand
{
    private const string ServerSet = "Server";
    private const string InputObjectSet = "InputObject";
    private const int DefaultMaxCount = 100;

    private readonly List<VCenterSession> _piped = [];
    private readonly List<OpenRun> _runs = [];
    private readonly RepeatedErrors _errors;
    private SessionFilter _filter = new(null, null, null, null);
    private SessionInput? _sessions;

    public StopVcsaSessionCommand() => _errors = new(this);

    [Parameter(Position = 0, ParameterSetName = ServerSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public object[]? Server { get; set; }

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? UserName { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? IpAddress { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? UserAgent { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? IdleOver { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Key { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxCount { get; set; } = DefaultMaxCount;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (ParameterSetName == ServerSet && UserName is null && IpAddress is null && UserAgent is null && IdleOver is null && Key is null)
        {
            ThrowTerminatingError(ErrorRecords.FilterNeeded());
        }

        _filter = new(UserName, IpAddress, UserAgent, IdleOver);
        _sessions = new(this, Credential, Certificates);
    }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == InputObjectSet)
        {
            Collect(InputObject);
        }
    }

    protected override void EndProcessing()
    {
        _errors.Complete();
        try
        {
            bool isByServer = ParameterSetName == ServerSet;
            foreach ((SessionAccess access, TerminationFilter filter) in isByServer ? FindServers() : FindServersOfPiped())
            {
                Open(access, filter);
            }

            _filter.Complete(this);
            EndAll();
        }
        finally
        {
            foreach (OpenRun run in _runs)
            {
                Close(run.Session);
            }
        }
    }

    private void Collect(PSObject? input)
    {
        if (input?.BaseObject is object[] items)
        {
            foreach (object item in items)
            {
                Collect(item is null ? null : PSObject.AsPSObject(item));
            }
        }
        else if (input is not null && PowerCliSession.TryRead(input, DateTimeOffset.UtcNow) is VCenterSession session)
        {
            _piped.Add(session);
        }
        else if (input is not null)
        {
            _errors.Write(ErrorRecords.UnknownSessionInput(input.BaseObject));
        }
    }

    private TerminationFilter FilterFor(IReadOnlyCollection<VCenterSession>? candidates) =>
        new() { Candidates = candidates, Keys = Key, Condition = _filter.IsWanted };

    private IEnumerable<(SessionAccess Access, TerminationFilter Filter)> FindServers()
    {
        TerminationFilter filter = FilterFor(null);
        return (Server is null ? _sessions!.FindDefaults() : _sessions!.FindAll(Server)).Select(access => (access, filter));
    }

    private IEnumerable<(SessionAccess Access, TerminationFilter Filter)> FindServersOfPiped()
    {
        if (Server is null)
        {
            foreach (IGrouping<string?, VCenterSession> server in _piped.GroupBy(session => session.Server))
            {
                if (server.Key is null)
                {
                    WriteError(ErrorRecords.SessionWithoutServer(TerminalText.OneLine(server.First().UserName)));
                }
                else if (_sessions!.Find(server.Key) is SessionAccess access)
                {
                    yield return (access, FilterFor([.. server]));
                }
            }

            yield break;
        }

        foreach (SessionAccess access in _sessions!.FindAll(Server))
        {
            string host = access.Options.Address.Host;
            bool IsHere(VCenterSession session) =>
                session.Server is null || string.Equals(session.Server, host, StringComparison.OrdinalIgnoreCase);
            foreach (VCenterSession other in Server.Length > 1 ? [] : _piped.Where(session => !IsHere(session)))
            {
                _errors.Write(
                    ErrorRecords.SessionOfOtherServer(TerminalText.OneLine(other.UserName), TerminalText.OneLine(other.Server!))
                );
            }

            _errors.Complete();
            yield return (access, FilterFor([.. _piped.Where(IsHere)]));
        }
    }

    private void Open(SessionAccess access, TerminationFilter filter)
    {
        if (!TryWaitFor(() => access.OpenAsync(StopToken), out ClientSession? session))
        {
            return;
        }

        OpenRun run = new(session!, access.Options.Address.Authority);
        _runs.Add(run);
        if (TryWaitFor(() => session!.Client.ReadSessionsAsync(StopToken), out SessionListing? listing))
        {
            run.Termination = new(session!.Client, access.Options.Address.Host, listing!, filter);
        }
    }

    private void EndAll()
    {
        TerminationRun[] runs = [.. _runs.Select(run => run.Termination).OfType<TerminationRun>()];
        int count = runs.Sum(run => run.ToEnd.Count);
        string? reason = null;
        if (count > MaxCount)
        {
            WriteError(ErrorRecords.TooManySessions(count, MaxCount));
            reason = "More sessions than -MaxCount allows.";
        }

        foreach (OpenRun run in _runs)
        {
            if (run.Termination is TerminationRun termination)
            {
                WriteObject(termination.Summarize(reason ?? End(termination, run.Authority)));
            }
        }
    }

    /// <summary>Ends the sessions of one server. Returns the reason why some were not tried; null if all were.</summary>
    private string? End(TerminationRun run, string authority)
    {
        string? reason = null;
        foreach (VCenterSession session in run.ToEnd)
        {
            if (!ShouldProcess(Describe(session, authority), "End session"))
            {
                reason = "Declined, or -WhatIf.";
                continue;
            }

            if (!TryWaitFor(() => run.EndAsync(session, StopToken), out SessionTermination? result))
            {
                return "The server refused, see the error.";
            }

            if (result!.Outcome == TerminationOutcome.Failed)
            {
                WriteError(ErrorRecords.SessionNotEnded(TerminalText.OneLine(session.ToString()), TerminalText.OneLine(result.Reason)));
            }

            WriteVerbose($"{authority}: {TerminalText.OneLine(result.ToString())}");
        }

        return reason;
    }

    private static string Describe(VCenterSession session, string authority)
    {
        string idle = session.Idle is TimeSpan span ? $", idle {Views.SessionFormatHelper.Span(span)}" : "";
        string agent = session.UserAgent is null ? "" : $", {session.UserAgent}";
        return TerminalText.OneLine($"{session}{agent}{idle}, key {session.Key}, at {authority}");
    }

    /// <summary>Represents a session at one server and the sessions to end there; null if they could not be listed.</summary>
    private sealed class OpenRun(ClientSession session, string authority)
    {
        public ClientSession Session { get; } = session;

        public string Authority { get; } = authority;

        public TerminationRun? Termination { get; set; }
    }
}
