using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Limits;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaLimit", DefaultParameterSetName = LimitSet)]
[OutputType(typeof(VCenterLimit), ParameterSetName = new[] { LimitSet })]
[OutputType(typeof(LimitRecommendation), ParameterSetName = new[] { RecommendSet })]
public sealed class GetVcsaLimitCommand : VSphereCommand
{
    private const string LimitSet = "Limit";
    private const string RecommendSet = "Recommend";

    private SessionInput? _sessions;

    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public object[]? Server { get; set; }

    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    [Parameter(ParameterSetName = LimitSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = RecommendSet)]
    public SwitchParameter Recommend { get; set; }

    [Parameter(ParameterSetName = RecommendSet)]
    [ValidateRange(1, 1_000_000)]
    public int? Peak { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _sessions = new(this, Credential, Certificates);
    }

    protected override void ProcessRecord()
    {
        IEnumerable<SessionAccess> servers = Server is null
            ? _sessions!.FindDefaults()
            : _sessions!.FindAll(Server);
        foreach (SessionAccess access in servers)
        {
            Read(access);
        }
    }

    private void Read(SessionAccess access)
    {
        if (!TryWaitFor(() => LimitReader.ReadAsync(access, StopToken), out LimitListing? listing))
        {
            return;
        }

        Uri address = access.Options.Address;
        WriteVerbose($"{address.Authority}: {TerminalText.OneLine(listing!.About.FullName)}.");
        WarnOfLogout(listing.LogoutFailure);
        if (listing.UseFailure is VSphereException failure)
        {
            WriteWarning($"{address.Authority}: the use of the limits is not known. {failure.Message} {failure.Remedy}");
        }

        if (Recommend)
        {
            WriteRecommendation(listing, address.Host);
            return;
        }

        WildcardPattern[]? names = Name is null
            ? null
            : Array.ConvertAll(Name, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase));
        WriteObject(
            listing.Limits.Where(limit => names is null || Array.Exists(names, name => name.IsMatch(limit.Name))),
            enumerateCollection: true
        );
    }

    private void WriteRecommendation(LimitListing listing, string server)
    {
        if ((Peak ?? listing.OpenSessions) is int peak)
        {
            WriteObject(LimitRecommendation.Create(server, listing.Sessions, peak, isMeasured: Peak is not null));
        }
        else
        {
            WriteError(ErrorRecords.Needed(nameof(Peak), $"-{nameof(Recommend)} without the list of sessions"));
        }
    }
}
