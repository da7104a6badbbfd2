using System.Net;
using System.Net.Sockets;
using System.Text;
using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Tests.Watching.Metrics;

public class MetricsListenerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1:9757", "127.0.0.1:9757")]
    [InlineData("9758", "127.0.0.1:9758")]
    [InlineData(":9758", "127.0.0.1:9758")]
    [InlineData("localhost", "127.0.0.1:9757")]
    [InlineData("localhost:1", "127.0.0.1:1")]
    [InlineData("0.0.0.0:80", "0.0.0.0:80")]
    [InlineData("10.1.2.3", "10.1.2.3:9757")]
    [InlineData("[::1]:9757", "[::1]:9757")]
    [InlineData("[::1]", "[::1]:9757")]
    [InlineData("::1", "[::1]:9757")]
    public void An_address_and_a_port_are_read(string text, string expected) =>
        Assert.Equal(expected, MetricsListener.ParseEndPoint(text).ToString());

    [Theory]
    [InlineData("vc01.example.org:9757")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.1:80")]
    [InlineData("http://127.0.0.1:9757")]
    [InlineData("99999")]
    public void Another_text_is_refused_with_an_example(string text) =>
        Assert.Contains(
            "127.0.0.1:9757", Assert.Throws<FormatException>(() => MetricsListener.ParseEndPoint(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Metrics_are_served_as_they_are_now()
    {
        string metrics = "a 1\n";
        using MetricsListener listener = new(new(IPAddress.Loopback, 0), () => metrics);
        using HttpClient http = new() { BaseAddress = new($"http://{listener.EndPoint}") };
        using HttpResponseMessage answer = await http.GetAsync(new Uri("/metrics?x=1", UriKind.Relative), Token);
        Assert.Equal("a 1\n", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        metrics = "a 2\n";
        Assert.Equal("a 2\n", await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/", UriKind.Relative), Token)).StatusCode);
        using StringContent content = new("x");
        using HttpResponseMessage posted = await http.PostAsync(new Uri("/metrics", UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        using HttpRequestMessage head = new(HttpMethod.Head, new Uri("/metrics", UriKind.Relative));
        using HttpResponseMessage headers = await http.SendAsync(head, Token);
        Assert.Equal((4L, ""), (headers.Content.Headers.ContentLength, await headers.Content.ReadAsStringAsync(Token)));
    }

    [Fact]
    public async Task Connections_that_ask_for_nothing_or_too_much_do_not_end_it()
    {
        using MetricsListener listener = new(new(IPAddress.Loopback, 0), () => "a 1\n");
        List<TcpClient> silent = [];
        for (int i = 0; i < 5; i++)
        {
            silent.Add(new());
            await silent[i].ConnectAsync(listener.EndPoint, Token);
        }

        using TcpClient endless = new();
        await endless.ConnectAsync(listener.EndPoint, Token);
        await endless.GetStream().WriteAsync(Encoding.ASCII.GetBytes(new string('x', 8192)), Token);
        using StreamReader answer = new(endless.GetStream());
        Assert.Equal("HTTP/1.1 400 Bad Request", await answer.ReadLineAsync(Token));
        using HttpClient http = new() { BaseAddress = new($"http://{listener.EndPoint}") };
        Assert.Equal("a 1\n", await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token));
        silent.ForEach(client => client.Dispose());
    }

    [Fact]
    public void A_port_that_is_taken_is_an_error_with_the_address()
    {
        using MetricsListener listener = new(new(IPAddress.Loopback, 0), () => "");
        IOException e = Assert.Throws<IOException>(() => new MetricsListener(listener.EndPoint, () => ""));
        Assert.StartsWith($"Metrics cannot be served at {listener.EndPoint}: ", e.Message, StringComparison.Ordinal);
    }
}
