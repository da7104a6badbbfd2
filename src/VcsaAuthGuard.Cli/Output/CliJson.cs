using System.Text.Json.Serialization;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fleets;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Limits;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Serializes output objects as JSON; generated at build, because the native program has no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuthFault))]
[JsonSerializable(typeof(ApiClientLoad))]
[JsonSerializable(typeof(VcsaDiagnosis))]
[JsonSerializable(typeof(OverlapRow))]
[JsonSerializable(typeof(VCenterSession))]
[JsonSerializable(typeof(SessionSummary))]
[JsonSerializable(typeof(VCenterLimit))]
[JsonSerializable(typeof(LimitRecommendation))]
[JsonSerializable(typeof(ApplianceService))]
[JsonSerializable(typeof(RestartReport))]
[JsonSerializable(typeof(QueueForecast))]
[JsonSerializable(typeof(FleetServer))]
internal sealed partial class CliJson : JsonSerializerContext;
