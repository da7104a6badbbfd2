using System.Net;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>A simulator with a snapshot and another task that run.</summary>
internal sealed class TaskSimulator() : VSphereSimulator("-version", "8.0.3", "-task", "createSnapshot", "-task", "powerOn");

/// <summary>The client against a real vSphere API: govmomi's simulator.</summary>
public class VSphereClientTests(VSphereSimulator simulator, ExpiringSimulator expiring)
    : IClassFixture<VSphereSimulator>,
        IClassFixture<ExpiringSimulator>
{
    private static readonly NetworkCredential Operator = new("operator@vsphere.local", "Pa55<word> & more");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hundreds_of_sessions_are_listed_with_who_where_and_what()
    {
        const int Sessions = 300;
        simulator.Require();
        await using SessionHolder held = new();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Sessions),
            Stop,
            async (i, token) =>
                await held.LoginAsync(
                    Options(simulator) with
                    {
                        UserAgent = $"backup-agent/{i % 7}",
                    },
                    new NetworkCredential($"svc-{i % 3}", "x"),
                    token
                )
        );

        SessionListing listing = await SessionReader.ReadAsync(Options(simulator) with { UserAgent = "the-reader/1" }, Operator, Stop);

        Assert.Null(listing.LogoutFailure);
        VCenterSession current = Assert.Single(listing.Sessions, session => session.IsCurrent == true);
        Assert.Equal(
            ("operator@vsphere.local", "the-reader/1", "127.0.0.1", "127.0.0.1"),
            (current.UserName, current.UserAgent, current.IpAddress, current.Server)
        );
        VCenterSession[] others =
        [
            .. listing.Sessions.Where(session => session.UserAgent?.StartsWith("backup-agent/", StringComparison.Ordinal) == true),
        ];
        Assert.Equal(Sessions, others.Length);
        Assert.Equal(held.Keys.Order(), others.Select(session => session.Key).Order());
        Assert.All(listing.Sessions, session =>
        {
            Assert.True(session.CallCount >= 1);
            Assert.InRange(session.Idle!.Value, TimeSpan.Zero, session.Age!.Value);
            Assert.InRange(session.LoginTime!.Value, listing.ServerTime.AddMinutes(-10), listing.ServerTime);
            Assert.Equal(TimeSpan.Zero, session.LoginTime.Value.Offset);
            Assert.False(session.IsExtension);
        });

        SessionSummary summary = SessionSummary.Create(others, listing.About, "vc01");
        Assert.Equal(("8.0.3", Sessions, 3000, 10.0), (summary.Version, summary.Total, summary.Limit, summary.PercentOfLimit));
        Assert.Equal(21, summary.Clients.Count);
        Assert.Equal(Sessions, summary.Clients.Sum(client => client.Sessions));
    }

    [Fact]
    public async Task A_login_of_its_own_is_gone_afterwards()
    {
        simulator.Require();
        SessionListing listing = await SessionReader.ReadAsync(Options(simulator), Operator, Stop);
        string own = Assert.Single(listing.Sessions, session => session.IsCurrent == true).Key;

        SessionListing after = await SessionReader.ReadAsync(Options(simulator), Operator, Stop);
        Assert.DoesNotContain(after.Sessions, session => session.Key == own);
    }

    [Fact]
    public async Task A_session_that_is_there_is_used_without_a_second_login_and_stays()
    {
        simulator.Require();
        await using SessionHolder held = new();
        VSphereClient first = await held.LoginAsync(
            Options(simulator) with
            {
                UserAgent = "first/1",
            },
            new NetworkCredential("reuse", "x"),
            Stop
        );
        string key = held.Keys.Single();

        for (int i = 0; i < 2; i++)
        {
            SessionListing listing = await SessionReader.ReadAsync(Options(simulator), [first.Secret!], Stop);
            VCenterSession session = Assert.Single(listing.Sessions, session => session.UserName == "reuse");
            Assert.Equal((key, true), (session.Key, session.IsCurrent));
        }

        using VSphereClient second = new(Options(simulator), new SessionSecret(first.Secret!.Reveal()));
        Assert.Equal(key, (await second.ReadCurrentSessionAsync(Stop)).Key);
    }

    [Fact]
    public async Task The_secret_that_the_server_knows_is_found_among_several()
    {
        simulator.Require();
        await using SessionHolder held = new();
        VSphereClient client = await held.LoginAsync(Options(simulator), Operator, Stop);
        SessionListing listing = await SessionReader.ReadAsync(
            Options(simulator),
            [new SessionSecret("an-id-and-no-secret"), client.Secret!],
            Stop
        );
        Assert.Contains(listing.Sessions, session => session.IsCurrent == true && session.Key == held.Keys.Single());
    }

    [Fact]
    public async Task An_ended_session_is_refused_although_the_answer_says_200()
    {
        simulator.Require();
        await using SessionHolder held = new();
        VSphereClient killer = await held.LoginAsync(Options(simulator), Operator, Stop);
        VSphereClient victim = await held.LoginAsync(Options(simulator), Operator, Stop);
        VCenterSession session = await victim.ReadCurrentSessionAsync(Stop);
        Assert.True(await killer.IsSessionActiveAsync(session, Stop));

        await SimulatorSessions.TerminateAsync(Options(simulator), killer.Secret!, session.Key, Stop);

        // Properties: HTTP 200, and the fault in missingSet. A method: HTTP 500 with an empty message.
        await Assert.ThrowsAsync<NotAuthenticatedException>(() => victim.ReadSessionsAsync(Stop));
        await Assert.ThrowsAsync<NotAuthenticatedException>(() => victim.ReadCurrentSessionAsync(Stop));
        NotAuthenticatedException refused = await Assert.ThrowsAsync<NotAuthenticatedException>(() => victim.ReadTimeAsync(Stop));
        Assert.Contains("Log in again", refused.Remedy);
        Assert.False(await killer.IsSessionActiveAsync(session, Stop));
    }

    [Fact]
    public async Task Running_tasks_are_read_and_backups_and_work_on_snapshots_are_protected()
    {
        simulator.Require();
        using TaskSimulator busy = new();
        await using SessionHolder held = new();
        VSphereClient client = await held.LoginAsync(Options(busy), Operator, Stop);
        IReadOnlyList<RunningTask> tasks = await client.ReadRunningTasksAsync(Stop);
        Assert.Equal(2, tasks.Count);
        Assert.Matches(
            @"^VirtualMachine\.createSnapshot of vm-\d+ \(task-\d+, running, 40 %\)$",
            Assert.Single(tasks, task => task.IsProtected).ToString());
        VSphereClient idle = await held.LoginAsync(Options(simulator), Operator, Stop);
        Assert.Empty(await idle.ReadRunningTasksAsync(Stop));
    }

    [Fact]
    public async Task Tasks_are_not_read_without_a_session()
    {
        simulator.Require();
        using VSphereClient stranger = new(Options(simulator));
        await Assert.ThrowsAsync<NotAuthenticatedException>(() => stranger.ReadRunningTasksAsync(Stop));
    }

    [Fact]
    public async Task An_idle_session_expires_and_a_new_login_works_at_once()
    {
        expiring.Require();
        using VSphereClient client = new(Options(expiring));
        using VSphereClient watcher = new(Options(expiring));
        VCenterSession session = await client.LoginAsync(ExpiringSimulator.Credential, Stop);
        await watcher.LoginAsync(ExpiringSimulator.Credential, Stop);

        // Asking by another session leaves this one idle.
        DateTime deadline = DateTime.UtcNow.AddMinutes(10);
        while (await watcher.IsSessionActiveAsync(session, Stop) && DateTime.UtcNow < deadline)
        {
            await Task.Delay(100, Stop);
        }

        await Assert.ThrowsAsync<NotAuthenticatedException>(() => client.ReadSessionsAsync(Stop));
        await Assert.ThrowsAsync<NotAuthenticatedException>(() => SessionReader.ReadAsync(Options(expiring), [client.Secret!], Stop));

        SessionListing anew = await SessionReader.ReadAsync(Options(expiring), ExpiringSimulator.Credential, Stop);
        Assert.DoesNotContain(anew.Sessions, item => item.Key == session.Key);
    }

    [Fact]
    public async Task A_wrong_password_is_said_to_be_one_and_not_repeated()
    {
        expiring.Require();
        LoginRefusedException refused = await Assert.ThrowsAsync<LoginRefusedException>(
            () => SessionReader.ReadAsync(Options(expiring), new NetworkCredential("nobody@vsphere.local", "wr0ng-s3cret"), Stop));
        Assert.Contains("nobody@vsphere.local", refused.Message);
        Assert.DoesNotContain("wr0ng-s3cret", refused.ToString());
    }

    [Fact]
    public async Task A_self_signed_certificate_is_refused_before_anything_is_sent_and_the_message_says_how_to_go_on()
    {
        simulator.Require();
        VSphereClientOptions unpinned = new() { Address = simulator.Address };
        CertificateNotTrustedException refused = await Assert.ThrowsAsync<CertificateNotTrustedException>(() =>
            SessionReader.ReadAsync(unpinned, Operator, Stop)
        );
        Assert.Equal(simulator.Thumbprint, refused.Thumbprint.ToString());
        Assert.Contains(simulator.Thumbprint, refused.Message);
        Assert.Contains("Acme Co", refused.Message);
        Assert.Contains($"-Thumbprint {simulator.Thumbprint}", refused.Remedy);
        Assert.Contains("-SkipCertificateCheck", refused.Remedy);

        Assert.NotEmpty((await SessionReader.ReadAsync(unpinned with { SkipCertificateCheck = true }, Operator, Stop)).Sessions);
    }

    [Fact]
    public async Task A_pin_accepts_one_certificate_and_no_other_even_when_checks_are_off()
    {
        simulator.Require();
        VSphereClientOptions other = Options(simulator) with
        {
            Thumbprint = CertificateThumbprint.Parse(new string('A', 64)),
            SkipCertificateCheck = true,
        };
        ThumbprintMismatchException refused = await Assert.ThrowsAsync<ThumbprintMismatchException>(() =>
            SessionReader.ReadAsync(other, Operator, Stop)
        );
        Assert.Equal((other.Thumbprint, simulator.Thumbprint), (refused.Expected, refused.Actual.ToString()));
    }

    internal static VSphereClientOptions Options(VSphereSimulator simulator) =>
        new() { Address = simulator.Address, Thumbprint = CertificateThumbprint.Parse(simulator.Thumbprint) };
}
