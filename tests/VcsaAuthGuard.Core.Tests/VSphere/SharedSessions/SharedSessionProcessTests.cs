using System.Net;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>Sharing across processes: real ones, against the simulator's own list of sessions.</summary>
public class SharedSessionProcessTests
{
    private static readonly NetworkCredential Backup = new("svc-backup@vsphere.local", "Pa55-s3cr3t");
    private static readonly NetworkCredential Watcher = new("watcher@vsphere.local", "x");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_processes_at_once_make_one_login_and_one_more_for_each_end_of_the_session()
    {
        const int Processes = 50;
        using PrivateFolder folder = new();
        using ReservedPort port = new();
        using PortSimulator simulator = new(port.Number);
        simulator.Require();
        List<SessionCaller> callers = [];
        try
        {
            for (int i = 0; i < Processes; i++)
            {
                callers.Add(new(simulator.Address, simulator.Thumbprint, Backup, folder.Runtime));
            }

            // None has a session yet.
            string first = await OneLoginAsync(callers);
            VCenterSession session = Assert.Single(await SimulatorSessions.OfAsync(simulator, Watcher, Backup.UserName, Stop));

            // It is ended by an administrator.
            await using (SessionHolder held = new())
            {
                VSphereClient killer = await held.LoginAsync(VSphereClientTests.Options(simulator), Watcher, Stop);
                await SimulatorSessions.TerminateAsync(VSphereClientTests.Options(simulator), killer.Secret!, session.Key, Stop);
            }

            string second = await OneLoginAsync(callers);
            Assert.NotEqual(session.Key, Assert.Single(await SimulatorSessions.OfAsync(simulator, Watcher, Backup.UserName, Stop)).Key);

            // vCenter Server's service restarts, and knows no session any more.
            simulator.Dispose();
            using PortSimulator restarted = new(port.Number);
            string third = await OneLoginAsync(callers);
            Assert.Single(await SimulatorSessions.OfAsync(restarted, Watcher, Backup.UserName, Stop));
            Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_logs_in_does_not_block_the_others()
    {
        using PrivateFolder folder = new();
        using ManualResetEventSlim isOver = new();
        using ManualResetEventSlim isLoggingIn = new();
        int logins = 0;
        using StandInServer server = new(request =>
        {
            if (StandInAnswers.MethodOf(request) == "Login" && Interlocked.Increment(ref logins) == 1)
            {
                isLoggingIn.Set();
                isOver.Wait(Stop);
            }

            return StandInAnswers.Healthy(request);
        });
        try
        {
            using SessionCaller holder = new(server.Address, StandInServer.Thumbprint, Backup, folder.Runtime);
            holder.Go();
            Assert.True(isLoggingIn.Wait(TimeSpan.FromMinutes(5), Stop));

            VSphereClientOptions options = new()
            {
                Address = server.Address,
                Thumbprint = CertificateThumbprint.Parse(StandInServer.Thumbprint),
            };
            Task<VcsaConnection>[] waiting =
            [
                .. Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        folder.Shared.ConnectAsync(
                            options,
                            Backup,
                            new SharedSessionOptions { LockTimeout = TimeSpan.FromMinutes(5) },
                            Stop
                        )
                    ),
            ];
            Assert.Null(folder.Store.TryLock(SessionStore.CreateKey(options, Backup.UserName)));
            Assert.DoesNotContain(waiting, task => task.IsCompleted);
            holder.Kill();

            VcsaConnection[] connections = await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromMinutes(5), Stop);
            Assert.Single(connections, connection => !connection.IsReused);
            Assert.Equal(2, logins);
        }
        finally
        {
            isOver.Set();
        }
    }

    /// <summary>Has all connect at once; one logs in, and all have its session, which is the result.</summary>
    private static async Task<string> OneLoginAsync(List<SessionCaller> callers)
    {
        callers.ForEach(caller => caller.Go());
        string[][] answers =
        [
            .. (await Task.WhenAll(callers.Select(caller => caller.AnswerAsync(Stop)))).Select(answer => answer.Split(' ', 2)),
        ];
        Assert.DoesNotContain(answers, answer => answer[0] is not ("login" or "reused"));
        Assert.Equal(1, answers.Count(answer => answer[0] == "login"));
        Assert.Equal(callers.Count - 1, answers.Count(answer => answer[0] == "reused"));
        return Assert.Single(answers.Select(answer => answer[1]).Distinct());
    }
}
