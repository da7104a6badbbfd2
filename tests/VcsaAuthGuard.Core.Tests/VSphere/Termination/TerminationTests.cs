using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Termination;
using Reply = VcsaAuthGuard.Tests.VSphere.StandInServer.Reply;
using Request = VcsaAuthGuard.Tests.VSphere.StandInServer.Request;

namespace VcsaAuthGuard.Tests.VSphere.Termination;

/// <summary>Tests which sessions are ended, and that nothing is lost when the server refuses.</summary>
public class TerminationTests
{
    private static readonly VSphereAbout About = new(null, "8.0.3", null, "VirtualCenter");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(@"VSPHERE.LOCAL\vpxd-extension-0a1b", true)]
    [InlineData("vpxd-0a1b@vsphere.local", true)]
    [InlineData(@"VSPHERE.LOCAL\vsphere-webclient-0a1b", true)]
    [InlineData("machine-0a1b", true)]
    [InlineData("com.vmware.vim.eam", true)]
    [InlineData(@"CORP\BACKUP01$", true)]
    [InlineData("vpxuser", true)]
    [InlineData(@"VSPHERE.LOCAL\svc-vpxd-tool", false)]
    [InlineData("backup@machine-room.example.org", false)]
    [InlineData(@"COM.VMWARE.X\svc-backup", false)]
    [InlineData("Administrator@vsphere.local", false)]
    public void Accounts_of_services_are_known_by_their_names(string userName, bool isService)
    {
        Assert.Equal(isService, ServiceAccount.FindReason(Session("1", userName)) is not null);
    }

    [Fact]
    public void A_session_that_the_server_marks_as_that_of_an_extension_is_kept()
    {
        TerminationPlan plan = Plan(new TerminationFilter(), Session("1", "tool") with { IsExtension = true });
        Assert.Empty(plan.ToEnd);
        Assert.Contains("extension", Assert.Single(plan.Others, item => item.Session.Key == "1").Reason);
    }

    [Fact]
    public void The_longest_idle_sessions_come_first()
    {
        TerminationPlan plan = Plan(
            new TerminationFilter { Condition = session => session.UserName == "a" },
            Session("1", "a") with { Idle = TimeSpan.FromMinutes(1) },
            Session("2", "a") with { Idle = TimeSpan.FromMinutes(9) },
            Session("3", "b") with { Idle = TimeSpan.FromMinutes(99) });
        Assert.Equal(["2", "1"], plan.ToEnd.Select(session => session.Key));
    }

    [Fact]
    public void The_condition_counts_as_a_session_is_now_and_not_as_it_was()
    {
        TerminationPlan plan = Plan(
            new TerminationFilter
            {
                Candidates = [Session("1", "a") with { Idle = TimeSpan.FromHours(2) }],
                Condition = session => session.Idle > TimeSpan.FromHours(1),
            },
            Session("1", "a") with { Idle = TimeSpan.Zero });
        Assert.Empty(plan.ToEnd);
    }

    [Fact]
    public void Nothing_is_ended_where_the_server_does_not_say_which_session_is_this_one()
    {
        SessionListing listing = new() { About = About, ServerTime = default, Sessions = [Session("1", "a")] };
        TerminationPlan plan = TerminationPlan.Create(listing, new TerminationFilter());
        Assert.Empty(plan.ToEnd);
        Assert.Equal(TerminationOutcome.Kept, Assert.Single(plan.Others).Outcome);
    }

    [Fact]
    public async Task A_refusal_in_the_middle_loses_nothing()
    {
        using StandInServer server = new(Answer(
            key => key == "2" ? StandInAnswers.Fault("InvalidState", "Busy.") : key == "3" ? StandInAnswers.Fault("NotFound", "") : Ended));
        TerminationRun run = Run(server, Session("1", "a"), Session("2", "a"), Session("3", "a"), Session("4", "a"));
        foreach (VCenterSession session in run.ToEnd)
        {
            await run.EndAsync(session, Stop);
        }

        TerminationSummary summary = run.Summarize();
        Assert.Equal("vc01: 5 sessions, 2 ended, 1 had ended before, 1 kept, 1 failed.", summary.ToString());
        Assert.Contains("Busy", Assert.Single(summary.Sessions, item => item.Outcome == TerminationOutcome.Failed).Reason);
    }

    [Fact]
    public async Task A_missing_privilege_is_named_and_the_rest_is_not_tried()
    {
        using StandInServer server = new(Answer(key => key == "2" ? StandInAnswers.Fault("NoPermission", "") : Ended));
        TerminationRun run = Run(server, Session("1", "a"), Session("2", "a"), Session("3", "a"));
        await run.EndAsync(run.ToEnd[0], Stop);
        PrivilegeMissingException refused = await Assert.ThrowsAsync<PrivilegeMissingException>(() => run.EndAsync(run.ToEnd[1], Stop));

        Assert.Equal("Sessions.TerminateSession", refused.Privilege);
        TerminationSummary summary = run.Summarize("refused");
        Assert.Equal((1, 2), (summary.Ended, summary.NotTried));
        Assert.All(
            summary.Sessions.Where(item => item.Outcome == TerminationOutcome.NotTried),
            item => Assert.Equal("refused", item.Reason));
    }

    private static Reply Ended { get; } =
        StandInAnswers.Soap("""<TerminateSessionResponse xmlns="urn:vim25"></TerminateSessionResponse>""");

    private static Func<Request, Reply> Answer(Func<string, Reply> answer) => request =>
    {
        const string Start = "<sessionId>";
        int start = request.Body.IndexOf(Start, StringComparison.Ordinal);
        return start < 0
            ? StandInAnswers.Healthy(request)
            : answer(request.Body[(start + Start.Length)..request.Body.IndexOf('<', start + Start.Length)]);
    };

    private static TerminationRun Run(StandInServer server, params VCenterSession[] sessions)
    {
        VSphereClient client = new(VSphereAnswerTests.Options(server), new SessionSecret("x"));
        return new(client, "vc01", Listing(sessions), new TerminationFilter());
    }

    private static TerminationPlan Plan(TerminationFilter filter, params VCenterSession[] sessions) =>
        TerminationPlan.Create(Listing(sessions), filter);

    private static SessionListing Listing(VCenterSession[] sessions) => new()
    {
        About = About,
        ServerTime = default,
        Sessions = [Session("own", "operator") with { IsCurrent = true }, .. sessions],
    };

    private static VCenterSession Session(string key, string userName) => new() { Key = key, UserName = userName, IsCurrent = false };
}
