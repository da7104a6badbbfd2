using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Causes.Catalog;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>
/// The known articles, each with the line that it prints (or, where an article prints none, the line of the article that it explains),
/// repeated at other times, from a file, from the pipeline and from a log platform.
/// </summary>
public class KnownArticleTests
{
    private const string EnvoyLimit = "warning envoy[40146] [Originator@6876 sub=filter] [C15632615] remote https connections exceed";
    private const string HostLimit = "In(166) envoy[2106882]: \"2026-02-11T02:00:00.000Z warning envoy[2107532] [Originator@6876 "
        + "sub=filter] "
        + "[Tags: \"ConnectionId\":\"696461\"] remote https connections exceed max allowed: 128\"";

    [Theory]
    [InlineData("KB 344920", "envoy-1.log", DiagnosisCause.ConnectionLimit, EnvoyLimit + " max allowed: 2048")]
    [InlineData("KB 344920", "envoy-1.log", DiagnosisCause.ConnectionLimit, EnvoyLimit + " > max allowed: 2048")]
    [InlineData("KB 375546", "vpxd-1.log", DiagnosisCause.SessionLimit, "error vpxd[10382] [Originator@6876 sub=HTTP session map] Out of "
        + "HTTP sessions: Limited to 3000")]
    [InlineData("KB 375546", "endpoint.log", DiagnosisCause.SessionLimit, "| ERROR | jetty-default-1 | SessionApi | User session count is "
        + "limited to 550. Existing session count is 550 for user svc-backup@vsphere.local")]
    [InlineData("KB 383231", "envoy.log", DiagnosisCause.ConnectionLimit, HostLimit)]
    [InlineData("KB 437860", "envoy.log", DiagnosisCause.ConnectionLimit, HostLimit)]
    [InlineData("KB 392948", "websso.log", DiagnosisCause.ConnectionLimit, "INFO websso[71:tomcat-http--33] "
        + "[CorId=487fd2f5-e5c1-4592-b292-12345677890] [com.vmware.identity.samlservice.impl.ExternalIdpProvider] Got exception (sleeping "
        + "before retry) com.vmware.vapi.client.exception.TransportProtocolException: HTTP response with status code 503 (enable debug "
        + "logging for details): envoy overloaded")]
    [InlineData("KB 440879", "vpxd-1.log", DiagnosisCause.ApiStorm, null)]
    public void The_line_of_an_article_is_known_through_every_door(string article, string name, DiagnosisCause cause, string? line)
    {
        Assert.Contains(CauseCatalog.All.SelectMany(rule => rule.Articles), known => known.Number == article);
        string log = line is null
            ? NightLog.Quiet().Refused(12).ToString()
            : string.Concat(Enumerable.Range(0, 12).Select(i => $"{LoadLogs.At(10 * i)} {line}\n"));

        VcsaDiagnosis ofFile = Assert.Single(NightLog.Diagnose(null, (name, log)));
        Assert.Equal(cause, ofFile.Cause);
        DiagnosisReader pipeline = new(new(), new LogReadReport());
        foreach (string text in log.TrimEnd('\n').Split('\n'))
        {
            pipeline.Push(text, name);
        }

        VcsaDiagnosis ofLines = Assert.Single(pipeline.Read([], TestContext.Current.CancellationToken));
        VcsaDiagnosis ofPlatform = Assert.Single(
            new DiagnosisReader(new(), new LogReadReport()).Read(new WordPlatform(log, name), TestContext.Current.CancellationToken));
        Assert.All([ofLines, ofPlatform], other => Assert.Equal(
            (ofFile.Cause, ofFile.Confidence, ofFile.Summary), (other.Cause, other.Confidence, other.Summary)));
    }

    /// <summary>Broadcom KB 440848: the profiler's log says whose the sessions are.</summary>
    [Fact]
    public void The_profilers_lines_name_who_holds_the_sessions()
    {
        NightLog log = NightLog.Quiet().SessionLimit(600, 12);
        for (int i = 0; i < 1200; i++)
        {
            log.Add(i * 0.4, LoadLogs.Begin(i * 0.4, 100 + i, op: $"own{i}"));
        }

        string profiler = LoadLogs.Profiler([.. Enumerable.Range(100, 1200).Select(i => LoadLogs.Owner(i, @"CORP\svc-audit", "10.0.0.8"))]);
        Assert.Contains("/SessionStats/SessionPool/Session/Id='", profiler, StringComparison.Ordinal);
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd-profiler-1.log", profiler), ("vpxd-1.log", log.ToString())));
        Assert.Contains(@"CORP\svc-audit", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains(CauseCatalog.All.SelectMany(rule => rule.Articles), known => known.Number == "KB 440848");
    }
}
