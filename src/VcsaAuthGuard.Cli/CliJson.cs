using System.Text.Json.Serialization;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Cli;

/// <summary>Serializes output objects as JSON; generated at build, because the native program has no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuthFault))]
[JsonSerializable(typeof(ApiClientLoad))]
[JsonSerializable(typeof(VcsaDiagnosis))]
[JsonSerializable(typeof(OverlapRow))]
internal sealed partial class CliJson : JsonSerializerContext;
