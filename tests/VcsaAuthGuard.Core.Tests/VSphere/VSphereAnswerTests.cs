using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;
using Reply = VcsaAuthGuard.Tests.VSphere.StandInServer.Reply;
using Request = VcsaAuthGuard.Tests.VSphere.StandInServer.Request;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>Answers that the simulator cannot give, from a stand-in.</summary>
public class VSphereAnswerTests
{
    private const string Password = "Pa55<word> & \"more\"";
    private static readonly NetworkCredential Operator = new(@"VSPHERE.LOCAL\operator", Password);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ages_are_by_the_servers_clock_and_never_below_zero()
    {
        using StandInServer server = new(StandInAnswers.Healthy);
        SessionListing listing = await ReadAsync(server);

        Assert.Equal(new DateTimeOffset(2026, 2, 11, 2, 30, 0, 500, TimeSpan.Zero), listing.ServerTime);
        Assert.Equal(
            [
                new VCenterSession
                {
                    Key = "52bb",
                    UserName = @"VSPHERE.LOCAL\operator",
                    IpAddress = "192.0.2.7",
                    UserAgent = "x <y>",
                    CallCount = 5_000_000_000,
                    LoginTime = new(2026, 2, 11, 2, 0, 0, TimeSpan.Zero),
                    LastActiveTime = new(2026, 2, 11, 2, 30, 0, 700, TimeSpan.Zero),
                    Idle = TimeSpan.Zero,
                    Age = TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(500),
                    IsCurrent = true,
                    IsExtension = false,
                    Server = "127.0.0.1",
                },
                new VCenterSession
                {
                    Key = "52cc",
                    UserName = "vpxd-extension",
                    LoginTime = new(2026, 2, 10, 2, 30, 0, TimeSpan.Zero),
                    LastActiveTime = new(2026, 2, 11, 2, 20, 0, 500, TimeSpan.Zero),
                    Idle = TimeSpan.FromMinutes(10),
                    Age = TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(500),
                    IsCurrent = false,
                    IsExtension = true,
                    Server = "127.0.0.1",
                },
            ],
            listing.Sessions);
    }

    [Fact]
    public async Task The_cookie_goes_back_as_it_came_and_the_login_is_ended()
    {
        using StandInServer server = new(StandInAnswers.Healthy);
        Assert.Null((await ReadAsync(server)).LogoutFailure);

        Assert.Equal(
            ["RetrieveServiceContent", "Login", "RetrievePropertiesEx", "CurrentTime", "Logout"],
            server.Requests.Select(StandInAnswers.MethodOf)
        );
        Assert.All(
            server.Requests.Skip(2),
            request => Assert.Contains($"Cookie: vmware_soap_session={StandInAnswers.Secret}\r\n", request.Head + "\r\n")
        );
        Assert.All(server.Requests, request => Assert.Contains("SOAPAction: urn:vim25/6.0", request.Head));
    }

    [Theory]
    [InlineData(
        "<fault xsi:type=\"NoPermission\"><object "
            + "type=\"Folder\">group-d1</object><privilegeId>Sessions.TerminateSession</privilegeId></fault>"
    )]
    [InlineData(
        "<fault xsi:type=\"vim25:NoPermission\" xmlns:vim25=\"urn:vim25\"><missingPrivileges><entity "
            + "type=\"Folder\">group-d1</entity><privilegeIds>Sessions.TerminateSession</privilegeIds></missingPrivileges></fault>"
    )]
    [InlineData("<fault xsi:type=\"NoPermission\"></fault>")] // The documentation says which, should the server not.
    public async Task A_missing_privilege_is_named(string fault)
    {
        using StandInServer server = new(
            Instead("RetrievePropertiesEx", StandInAnswers.Soap(StandInAnswers.Properties(StandInAnswers.Missing("sessionList", fault))))
        );
        PrivilegeMissingException refused = await Assert.ThrowsAsync<PrivilegeMissingException>(() => ReadAsync(server));
        Assert.Equal("Sessions.TerminateSession", refused.Privilege);
        Assert.Contains("Sessions.TerminateSession", refused.Message);
        Assert.Contains("Logout", server.Requests.Select(StandInAnswers.MethodOf));
    }

    [Fact]
    public async Task NoPermission_of_a_whole_call_names_the_privilege_too()
    {
        using StandInServer server = new(
            Instead(
                "RetrievePropertiesEx",
                StandInAnswers.Fault(
                    "NoPermission",
                    "Permission to perform this operation was denied.",
                    "<privilegeId>System.View</privilegeId>"
                )
            )
        );
        Assert.Equal("System.View", (await Assert.ThrowsAsync<PrivilegeMissingException>(() => ReadAsync(server))).Privilege);
    }

    [Fact]
    public async Task NotAuthenticated_inside_an_answer_of_200_is_that()
    {
        const string Refused =
            """<fault xsi:type="NotAuthenticated"><object """
            + """type="SessionManager">SessionManager</object><privilegeId>System.View</privilegeId></fault>""";
        using StandInServer server = new(
            Instead(
                "RetrievePropertiesEx",
                StandInAnswers.Soap(StandInAnswers.Properties(StandInAnswers.Missing("currentSession", Refused)))
            )
        );
        await Assert.ThrowsAsync<NotAuthenticatedException>(() =>
            SessionReader.ReadAsync(Options(server), [new SessionSecret("dead")], Stop)
        );
    }

    [Fact]
    public async Task Another_fault_is_named_with_what_the_server_says()
    {
        using StandInServer server = new(Instead("Login", StandInAnswers.Fault("PasswordExpired", "The password has&#x1b;[2J expired.")));
        VSphereFaultException refused = await Assert.ThrowsAsync<VSphereFaultException>(() => ReadAsync(server));
        Assert.Equal("PasswordExpired", refused.Fault);
        Assert.Contains("expired", refused.Message);
        Assert.DoesNotContain('\u001b', refused.Message);
    }

    [Theory]
    [InlineData(
        "<html><head><title>502 Bad\nGateway</title></head><body><h1>The proxy&#39;s   page</h1></body></html>",
        HttpStatusCode.BadGateway,
        "HTTP status 502",
        "502 Bad Gateway The proxy's page"
    )]
    [InlineData("no healthy upstream", HttpStatusCode.ServiceUnavailable, "HTTP status 503", "no healthy upstream")]
    [InlineData("", HttpStatusCode.Found, "HTTP status 302", "0 bytes")]
    [InlineData("<other/>", HttpStatusCode.OK, "HTTP status 200", "not one of the vSphere API")]
    public async Task What_is_no_answer_of_the_api_is_shown_with_status_and_first_words(
        string body,
        HttpStatusCode status,
        string first,
        string second
    )
    {
        using StandInServer server = new(_ => new Reply(body) { Status = status });
        UnexpectedResponseException answer = await Assert.ThrowsAsync<UnexpectedResponseException>(() => ReadAsync(server));
        Assert.Equal(status, answer.Status);
        Assert.Contains(first, answer.Message);
        Assert.Contains(second, answer.Message);
    }

    [Fact]
    public async Task Cut_XML_is_said_with_the_place()
    {
        Reply whole = StandInAnswers.Healthy(new Request("", "Body><RetrieveServiceContent "));
        using StandInServer server = new(_ => whole with { Body = whole.Body[..400] });
        Assert.Contains("line ", (await Assert.ThrowsAsync<UnexpectedResponseException>(() => ReadAsync(server))).Message);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_connection_that_did()
    {
        using StandInServer server = new(request => StandInAnswers.Healthy(request) with { Missing = 1000 });
        Assert.False((await Assert.ThrowsAsync<ServerUnreachableException>(() => ReadAsync(server))).IsTimeout);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>")]
    public async Task A_document_type_is_refused(string document)
    {
        using StandInServer server = new(_ => new Reply(document));
        UnexpectedResponseException refused = await Assert.ThrowsAsync<UnexpectedResponseException>(() => ReadAsync(server));
        Assert.DoesNotContain("root:", refused.Message);
    }

    [Fact]
    public async Task A_document_type_is_refused_in_an_answer_that_is_right_otherwise()
    {
        using StandInServer server = new(request =>
        {
            Reply reply = StandInAnswers.Healthy(request);
            int envelope = reply.Body.IndexOf("<soapenv:Envelope", StringComparison.Ordinal);
            return reply with { Body = reply.Body.Insert(envelope, "<!DOCTYPE a [<!ENTITY b \"c\">]>") };
        });
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => ReadAsync(server));
    }

    [Theory]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task A_redirect_is_not_followed(HttpStatusCode status)
    {
        using StandInServer other = new(StandInAnswers.Healthy);
        using StandInServer server = new(_ => new Reply("") { Status = status, Location = other.Address.ToString() });
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => ReadAsync(server));
        Assert.Empty(other.Requests);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task XML_deeper_than_any_answer_is_refused()
    {
        using StandInServer server = new(_ =>
            StandInAnswers.Soap(string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000)))
        );
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => ReadAsync(server));
    }

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        using StandInServer server = new(_ => new Reply(new string('<', 33 << 20)));
        Assert.Contains("32 MiB", (await Assert.ThrowsAsync<UnexpectedResponseException>(() => ReadAsync(server))).Message);
    }

    [Fact]
    public async Task A_slow_answer_is_given_up_in_time()
    {
        using StandInServer server = new(request => StandInAnswers.Healthy(request) with { Delay = TimeSpan.FromMinutes(5) });
        ServerUnreachableException refused = await Assert.ThrowsAsync<ServerUnreachableException>(
            () => SessionReader.ReadAsync(Options(server) with { Timeout = TimeSpan.FromMilliseconds(300) }, Operator, Stop));
        Assert.True(refused.IsTimeout);
        Assert.Contains("0.3 seconds", refused.Message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_to_be_unreachable()
    {
        TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        ServerUnreachableException refused = await Assert.ThrowsAsync<ServerUnreachableException>(
            () => SessionReader.ReadAsync(new VSphereClientOptions { Address = new($"https://127.0.0.1:{port}/sdk") }, Operator, Stop));
        Assert.False(refused.IsTimeout);
        Assert.Contains("refused", refused.Message);
    }

    [Fact]
    public async Task A_session_that_could_not_be_ended_is_told_of_and_the_list_is_still_there()
    {
        using StandInServer server = new(Instead("Logout", new Reply("<html>gone</html>") { Status = HttpStatusCode.BadGateway }));
        SessionListing listing = await ReadAsync(server);
        Assert.Equal(2, listing.Sessions.Count);
        Assert.IsType<UnexpectedResponseException>(listing.LogoutFailure);
    }

    [Theory]
    [InlineData("Login", 100)] // The session is there, but its secret has not come yet.
    [InlineData("RetrievePropertiesEx", 600_000)]
    public async Task Stopped_anywhere_after_the_login_was_sent_it_logs_out(string during, int milliseconds)
    {
        using CancellationTokenSource stop = new();
        using StandInServer server = new(request =>
        {
            Reply reply = StandInAnswers.Healthy(request);
            if (StandInAnswers.MethodOf(request) != during)
            {
                return reply;
            }

            stop.Cancel();
            return reply with { Delay = TimeSpan.FromMilliseconds(milliseconds) };
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SessionReader.ReadAsync(Options(server), Operator, stop.Token));
        await UntilAsync(() => server.Requests.Any(request => StandInAnswers.MethodOf(request) == "Logout"));
    }

    [Fact]
    public async Task Stopped_before_the_login_nothing_is_opened()
    {
        using CancellationTokenSource stop = new();
        using StandInServer server = new(request =>
        {
            stop.Cancel();
            return StandInAnswers.Healthy(request) with { Delay = TimeSpan.FromMinutes(5) };
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SessionReader.ReadAsync(Options(server), Operator, stop.Token));
        Assert.DoesNotContain("Login", server.Requests.Select(StandInAnswers.MethodOf));
    }

    /// <summary>A proxy that echoes what it was sent, as raw text, as XML, and as HTML: the worst that a message could be made
    /// of.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_message_repeats_a_secret_although_the_server_does(bool isPage)
    {
        foreach (string method in new[] { "Login", "RetrievePropertiesEx", "CurrentTime", "Logout" })
        {
            using StandInServer server = new(request => StandInAnswers.MethodOf(request) != method ? StandInAnswers.Healthy(request)
                : isPage ? new Reply($"<html>{WebUtility.HtmlEncode(Password)} {Password} {request.Head} {request.Body}</html>")
                : StandInAnswers.Fault("InvalidRequest", WebUtility.HtmlEncode($"{Password} {StandInAnswers.Secret}")));
            string said;
            try
            {
                said = (await ReadAsync(server)).LogoutFailure!.ToString();
            }
            catch (ServerException e)
            {
                said = e.ToString() + e.Remedy;
            }

            Assert.DoesNotContain("Pa55", said);
            Assert.DoesNotContain("feedfacecafe", said);
            if (isPage || method == "Login")
            {
                Assert.Contains("it repeats a secret", said);
            }
        }
    }

    [Fact]
    public async Task No_message_repeats_a_secret_that_stands_in_an_answer_of_200()
    {
        string missing =
            "<missingSet><path>sessionList</path><fault><fault "
            + $"xsi:type=\"SystemError\"/><localizedMessage>{StandInAnswers.Secret.Trim('"')}</localizedMessage></fault></missingSet>";
        using StandInServer server = new(Instead("RetrievePropertiesEx", StandInAnswers.Soap(StandInAnswers.Properties(missing))));
        VSphereFaultException refused = await Assert.ThrowsAsync<VSphereFaultException>(() => ReadAsync(server));
        Assert.Equal("SystemError", refused.Fault);
        Assert.DoesNotContain("feedfacecafe", refused.ToString());
    }

    internal static VSphereClientOptions Options(StandInServer server) =>
        new() { Address = server.Address, Thumbprint = CertificateThumbprint.Parse(StandInServer.Thumbprint) };

    private static Task<SessionListing> ReadAsync(StandInServer server) => SessionReader.ReadAsync(Options(server), Operator, Stop);

    private static Func<Request, Reply> Instead(string method, Reply reply) =>
        request => StandInAnswers.MethodOf(request) == method ? reply : StandInAnswers.Healthy(request);

    private static async Task UntilAsync(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(10), "It did not happen within 10 minutes.");
            await Task.Delay(20, Stop);
        }
    }
}
