using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaSession", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(VCenterSession), typeof(SessionSummary))]
public sealed class GetVcsaSessionCommand : VSphereCommand
{
    private const string ServerSet = "Server";
    private const string InputObjectSet = "InputObject";

    private readonly List<VCenterSession> _piped = [];
    private readonly RepeatedErrors _errors;
    private SessionFilter _filter = new(null, null, null, null);
    private SessionInput? _sessions;

    public GetVcsaSessionCommand() => _errors = new(this);

    [Parameter(Position = 0, ParameterSetName = ServerSet)]
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
    public SwitchParameter Summary { get; set; }

    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _filter = new(UserName, IpAddress, UserAgent, IdleOver);
        _sessions = new(this, Credential, Certificates);
    }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == InputObjectSet)
        {
            Process(InputObject);
            return;
        }

        if (Server is null)
        {
            foreach (SessionAccess access in _sessions!.FindDefaults())
            {
                Read(access);
            }
        }

        foreach (object server in Server ?? [])
        {
            Process(server is null ? null : PSObject.AsPSObject(server));
        }
    }

    protected override void EndProcessing()
    {
        foreach (IGrouping<string?, VCenterSession> server in _piped.GroupBy(session => session.Server))
        {
            WriteObject(SessionSummary.Create([.. server], new VSphereAbout(null, Version, null, null), server.Key, _filter.IsWanted));
        }

        _errors.Complete();
        _filter.Complete(this);
    }

    private void Process(PSObject? input)
    {
        if (input?.BaseObject is object[] items)
        {
            foreach (object item in items)
            {
                Process(item is null ? null : PSObject.AsPSObject(item));
            }
        }
        else if (input is not null)
        {
            ProcessOne(input);
        }
    }

    private void ProcessOne(PSObject input)
    {
        // A session of this cmdlet names its server too, so that it is looked at first.
        if (ParameterSetName == InputObjectSet
            && PowerCliServer.TryRead(input) is null
            && PowerCliSession.TryRead(input, DateTimeOffset.UtcNow) is VCenterSession session)
        {
            ProcessPiped(session);
        }
        else if (_sessions!.Find(input, out bool isServer) is SessionAccess access)
        {
            Read(access);
        }
        else if (!isServer)
        {
            _errors.Write(ErrorRecords.UnknownSessionInput(input.BaseObject));
        }
    }

    private void ProcessPiped(VCenterSession session)
    {
        if (Summary)
        {
            _piped.Add(session);
        }
        else if (_filter.IsWanted(session))
        {
            WriteObject(session);
        }
    }

    private void Read(SessionAccess access)
    {
        Uri address = access.Options.Address;
        if (!TryWaitFor(() => SessionReader.ReadAsync(access, Summary, StopToken), out SessionListing? listing))
        {
            return;
        }

        WriteVerbose(
            $"{address.Authority}: {TerminalText.OneLine(listing!.About.FullName)}, {Phrases.Count(listing.Sessions.Count, "session")}, "
                + $"server time {listing.ServerTime:O}."
        );
        WarnOfLogout(listing.LogoutFailure);
        if (Summary)
        {
            WriteObject(SessionSummary.Create(listing.Sessions, listing.About, address.Host, listing.Limit!, _filter.IsWanted));
        }
        else
        {
            WriteObject(listing.Sessions.Where(_filter.IsWanted), enumerateCollection: true);
        }
    }
}
