using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaSession", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(VCenterSession), typeof(SessionSummary))]
public sealed class GetVcsaSessionCommand : VSphereCommand
{
    private const string ServerSet = "Server";
    private const string InputObjectSet = "InputObject";

    private readonly List<VCenterSession> _piped = [];
    private Predicate<VCenterSession> _isWanted = _ => true;
    private readonly RepeatedErrors _errors;
    private int _withoutIdle;

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
        Predicate<VCenterSession> isUser = Matching(UserName, session => session.UserName);
        Predicate<VCenterSession> isAddress = Matching(IpAddress, session => session.IpAddress);
        _isWanted = session => isUser(session) && isAddress(session) && IsIdle(session);
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
            PowerCliServer[] connected = [.. PowerCliServer.Defaults(SessionState).Where(server => server.IsConnected)];
            if (connected.Length == 0)
            {
                ThrowTerminatingError(ErrorRecords.NoServer());
            }

            Array.ForEach(connected, Read);
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
            WriteObject(SessionSummary.Create([.. server], new VSphereAbout(null, Version, null, null), server.Key, _isWanted));
        }

        _errors.Complete();
        if (_withoutIdle > 0)
        {
            WriteWarning($"{_withoutIdle} sessions have no time of last activity and were left out because of -IdleOver.");
        }
    }

    private static Predicate<VCenterSession> Matching(string[]? patterns, Func<VCenterSession, string?> property)
    {
        WildcardPattern[]? compiled = patterns is null
            ? null
            : Array.ConvertAll(patterns, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));
        return session =>
            compiled is null || (property(session) is string value && Array.Exists(compiled, pattern => pattern.IsMatch(value)));
    }

    private bool IsIdle(VCenterSession session)
    {
        if (IdleOver is null)
        {
            return true;
        }

        _withoutIdle += session.Idle is null ? 1 : 0;
        return session.Idle > IdleOver;
    }

    private void Process(PSObject? input)
    {
        switch (input?.BaseObject)
        {
            case null:
                break;
            case string name:
                Read(name);
                break;
            case VcsaConnection connection:
                // Its own idea of which certificate to accept, unless this command was given another.
                bool isTrustGiven = Thumbprint is not null || SkipCertificateCheck;
                Read(
                    isTrustGiven ? OptionsFor(connection.GetOptions().Address) : connection.GetOptions(),
                    [connection.GetSecret()],
                    "the connection's session"
                );
                break;
            case object[] items:
                foreach (object item in items)
                {
                    Process(item is null ? null : PSObject.AsPSObject(item));
                }

                break;
            default:
                if (PowerCliServer.TryRead(input!) is PowerCliServer server)
                {
                    Read(server);
                }
                else if (
                    ParameterSetName == InputObjectSet
                    && PowerCliSession.TryRead(input!, DateTimeOffset.UtcNow) is VCenterSession session
                )
                {
                    ProcessPiped(session);
                }
                else if (ServerInput.Name(input!) is string given)
                {
                    Read(given);
                }
                else
                {
                    _errors.Write(ErrorRecords.UnknownSessionInput(input!.BaseObject));
                }

                break;
        }
    }

    private void ProcessPiped(VCenterSession session)
    {
        if (Summary)
        {
            _piped.Add(session);
        }
        else if (_isWanted(session))
        {
            WriteObject(session);
        }
    }

    private void Read(string name)
    {
        if (ParseServer(name) is not Uri address)
        {
            return;
        }

        if (Credential is not null)
        {
            Read(address, []);
        }
        else if (PowerCliServer.Defaults(SessionState).FirstOrDefault(server => server.GoesTo(address)) is PowerCliServer connected)
        {
            Read(connected);
        }
        else
        {
            WriteError(ErrorRecords.NoSession(address.Authority));
        }
    }

    private void Read(PowerCliServer server)
    {
        if (Credential is null && (!server.IsConnected || server.Secrets.Count == 0))
        {
            WriteError(ErrorRecords.NoSession(server.Name));
            return;
        }

        Read(server.Address, server.Secrets);
    }

    private void Read(Uri address, IReadOnlyList<SessionSecret> secrets) => Read(OptionsFor(address), secrets, "PowerCLI's session");

    private void Read(VSphereClientOptions options, IReadOnlyList<SessionSecret> secrets, string session)
    {
        string server = options.Address.Authority;
        WriteVerbose(Credential is null ? $"{server}: using {session}." : $"{server}: logging in as {Credential.UserName}.");
        // The whole user name, domain and all: PSCredential's own network credential would take the domain off.
        bool isRead = TryWaitFor(
            () => Credential is null
                ? SessionReader.ReadAsync(options, secrets, StopToken)
                : SessionReader.ReadAsync(options, new NetworkCredential(Credential.UserName, Credential.Password), StopToken),
            out SessionListing? listing);
        if (!isRead)
        {
            return;
        }

        WriteVerbose(
            $"{server}: {TerminalText.OneLine(listing!.About.FullName)}, {listing.Sessions.Count} sessions, "
                + $"server time {listing.ServerTime:O}."
        );
        if (listing.LogoutFailure is ServerException failure)
        {
            WriteWarning($"The session opened for this call could not be ended and remains until it expires. {failure.Message}");
        }

        if (Summary)
        {
            WriteObject(SessionSummary.Create(listing.Sessions, listing.About, options.Address.Host, _isWanted));
        }
        else
        {
            WriteObject(listing.Sessions.Where(item => _isWanted(item)), enumerateCollection: true);
        }
    }
}
