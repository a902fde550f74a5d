using System.Globalization;
using NhiPortal;
using NhiPortal.Data;
using NhiPortal.Features;
using NhiPortal.Features.Access;
using NhiPortal.Features.Actions;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Channels;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Evidence.Verifying;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Imports;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.Features.People;
using NhiPortal.Features.Questions;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Features.Rooms;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Stops;
using NhiPortal.Hosting;
using NhiPortal.Hosting.Health;
using NhiPortal.Jobs;
using NhiPortal.Settings;
using NhiPortal.Shell;
using NhiPortal.SignIn;

// Days and numbers in records are the same whatever language the machine speaks, or two instances would rewrite each other's.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

if (args is [VerifyVerb.Name, [not '-', ..] package, .. var rest])
    return await PackageVerb.RunAsync(package, rest, Console.Out);
if (args is [VerifyVerb.Name, ..])
    return SettingsStart.ReadUnchecked(args) is { } known ? await VerifyVerb.RunAsync(known, Console.Out, CancellationToken.None) : 1;
if (SettingsStart.Read(args) is not var (builder, settings))
    return 1;

builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddData(settings.Database, settings.Data);
builder.Services.AddKeyRing(settings);
builder.Services.AddFeatures(settings);
builder.Services.AddHostedService<SweepLoop>();
builder.Services.AddHostedService<FindingLoop>();
builder.Services.AddHostedService<RequestLoop>();
builder.Services.AddHostedService<ReturnLoop>();
builder.Services.AddHostedService<ReminderLoop>();
builder.Services.AddHostedService<DeliveryLoop>();
builder.Services.AddHostedService<ExecutionLoop>();
builder.Services.AddHostedService<BarLoop>();
builder.Services.AddHostedService<RemovalLoop>();
builder.Services.AddHostedService<RotateLoop>();
builder.Services.AddHostedService<StopLoop>();
builder.Services.AddHostedService<EvidenceLoop>();
builder.Services.AddHostedService<FirstMeasurement>();
builder.Services.AddJobs(settings.Jobs, settings.Database);
builder.Services.AddTransport(settings, builder.Configuration, builder.Environment);
builder.Services.AddAccess();
builder.Services.AddShell();
builder.Services.AddSignIn(settings, builder.Environment);
builder.Services.AddHealth();

var app = builder.Build();
await app.Services.PrepareDatabaseAsync(app.Lifetime.ApplicationStopping);
app.UseTransport();
// Routing answers the workload API at once, so it comes after what proxies say about the caller.
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.UseTakenFiles();
app.MapAudit();
app.MapAccess();
app.MapJobs();
app.MapRequests();
app.MapActions();
app.MapAuditFiles();
app.MapEvidence();
app.MapQuestions();
app.MapRooms();
app.MapIntegrations();
app.MapCredentials();
app.MapReviewReports();
app.MapOwners();
app.MapPeople();
app.MapDiscovery();
app.MapFindings();
app.MapControls();
app.MapImports();
app.MapShell();
app.MapSignIn();
app.MapHealth();
await app.RunAsync();
return 0;

/// <summary>The program; public so that tests can host it.</summary>
public partial class Program;
