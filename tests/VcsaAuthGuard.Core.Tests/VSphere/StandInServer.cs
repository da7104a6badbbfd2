using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>
/// A stand-in for a server, for answers that the vSphere simulator cannot give: HTTPS on loopback with a self-signed certificate,
/// one request a connection, and whatever answer the test wants. Nothing it says is proof of what a vCenter Server does.
/// </summary>
internal sealed class StandInServer : IDisposable
{
    private static readonly X509Certificate2 Certificate = MakeCertificate();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, Reply> _answer;
    private readonly Task _serving;

    /// <param name="answer">What to say to a request.</param>
    public StandInServer(Func<Request, Reply> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/sdk");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public static string Thumbprint => Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>All requests so far.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<Request> Requests { get; } = new();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _serving.Wait();
        _stop.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=stand-in.example.org", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // SslStream on Windows wants a key that was loaded, not one just made.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                // On a thread of its own: where the whole request has arrived already, all reads complete at once, and an answer that
                // waits for something would keep this loop from accepting the next connection.
                connections.Add(Task.Run(() => AnswerAsync(client), CancellationToken.None));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (SslStream stream = new(client.GetStream()))
            {
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stop.Token);
                Request request = await ReadAsync(stream);
                Requests.Enqueue(request);
                Reply reply = _answer(request);
                await Task.Delay(reply.Delay, _stop.Token);
                byte[] body = Encoding.UTF8.GetBytes(reply.Body);
                string cookie = reply.Cookie is null ? "" : $"Set-Cookie: {reply.Cookie}\r\n";
                string location = reply.Location is null ? "" : $"Location: {reply.Location}\r\n";
                // A length that is more than the body makes an answer that breaks off.
                string head =
                    $"HTTP/1.1 {(int)reply.Status} {reply.Status}\r\nContent-Type: text/xml\r\n{cookie}{location}Content-Length: "
                    + $"{body.Length + reply.Missing}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
                await stream.WriteAsync(body, _stop.Token);
            }
        }
        catch (Exception e)
            when (e
                    is IOException
                        or System.Security.Authentication.AuthenticationException
                        or OperationCanceledException
                        or SocketException
            )
        {
            // A client that does not trust the certificate, or has heard enough.
        }
    }

    private async Task<Request> ReadAsync(SslStream stream)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[16 << 10];
        while (true)
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            string all = text.ToString();
            int end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 || read == 0)
            {
                string head = all[..Math.Max(end, 0)];
                string body = end < 0 ? "" : all[(end + 4)..];
                string? length = head.Split("\r\n")
                    .FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
                if (
                    read == 0
                    || length is null
                    || Encoding.UTF8.GetByteCount(body) >= int.Parse(length[15..], System.Globalization.CultureInfo.InvariantCulture)
                )
                {
                    return new Request(head, body);
                }
            }
        }
    }

    /// <summary>A request: its head as it came, and its body.</summary>
    internal sealed record Request(string Head, string Body);

    /// <summary>An answer.</summary>
    internal sealed record Reply(string Body)
    {
        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public string? Cookie { get; init; }

        /// <summary>Gets the address that a redirect names.</summary>
        public string? Location { get; init; }

        public TimeSpan Delay { get; init; }

        /// <summary>Gets the number of bytes that are announced and never sent.</summary>
        public int Missing { get; init; }
    }
}
