using System.Globalization;
using System.Text;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Tests.Schedules;

namespace VcsaAuthGuard.Tests.QueueReplays;

/// <summary>
/// A SYNTHETIC night at a host gateway: requests are served first come, first served, and are written to an access log with the time that
/// they waited and were served; a request that waited for more than 300 s is refused in vpxd's log.
/// </summary>
internal sealed class GatewayNight(int concurrency)
{
    private const int TokenLifetime = 300;

    private readonly List<(DateTime Time, double Seconds, string Client, string Path)> _requests = [];

    public int Expired { get; private set; }

    public GatewayNight Add(string time, int count, double seconds, string client, string path = "/hgw/host-17/sdk")
    {
        DateTime start = Times.Utc(time).UtcDateTime;
        _requests.AddRange(Enumerable.Repeat((start, seconds, client, path), count));
        return this;
    }

    public LogInput[] ToLogs()
    {
        StringBuilder access = new(), vpxd = new();
        Expired = 0;
        PriorityQueue<double, double> free = new(Enumerable.Range(0, concurrency).Select(_ => (0.0, 0.0)));
        DateTime origin = _requests.Min(request => request.Time);
        foreach ((DateTime time, double seconds, string client, string path) in _requests.OrderBy(request => request.Time))
        {
            double arrival = (time - origin).TotalSeconds;
            double turn = Math.Max(arrival, free.Peek());
            bool isRefused = turn - arrival > TokenLifetime;
            if (!isRefused)
            {
                free.Dequeue();
                free.Enqueue(turn + seconds, turn + seconds);
            }

            double duration = turn - arrival + (isRefused ? 0 : seconds);
            string end = Stamp(time.AddSeconds(duration));
            access.Append(CultureInfo.InvariantCulture, $"{end} info envoy[2928] [Originator@6876 sub=Default] ")
                .Append(CultureInfo.InvariantCulture, $"{Stamp(time)} POST {path} HTTP/1.1 {(isRefused ? 500 : 200)} via_upstream - 12 91 ")
                .Append(CultureInfo.InvariantCulture, $"{(long)(duration * 1000)} 9 0 {client}:38396\n");
            if (isRefused)
            {
                vpxd.Append(CultureInfo.InvariantCulture, $"{end} info vpxd[4085937] [Originator@6876 sub=vmomi.soapStub[774949] ")
                    .Append(CultureInfo.InvariantCulture, $"opID={Expired:x8}] SOAP request returned HTTP failure; ")
                    .Append("<<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, /hgw/host-17/sdk>, ")
                    .Append("method: fileManagement; code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {\n")
                    .Append("-->    faultCause = (vmodl.MethodFault) null,\n-->    msg = \"The session is not authenticated.\"\n--> }\n");
                Expired++;
            }
        }

        return [ToInput("envoy-access-1.log", access), ToInput("vpxd-1.log", vpxd)];
    }

    private static LogInput ToInput(string name, StringBuilder text) =>
        LogInput.FromStream(name, new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())));

    private static string Stamp(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
