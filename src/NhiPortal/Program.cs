using NhiPortal;
using NhiPortal.Data;
using NhiPortal.Features;
using NhiPortal.Features.Audit;
using NhiPortal.Shell;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.Get<PortalSettings>() ?? new();
var database = builder.Configuration.GetSection("Database").Get<DatabaseSettings>() ?? new();

builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddData(database, settings.Data);
builder.Services.AddFeatures();
builder.Services.AddAudit(builder.Configuration, settings.Data);
builder.Services.AddShell();
builder.Services.AddAuthentication();
builder.Services.AddAuthorization();

var app = builder.Build();
await app.Services.PrepareDatabaseAsync(app.Lifetime.ApplicationStopping);
app.UseAuthentication();
app.UseAuthorization();
app.MapAudit();
app.MapShell();
await app.RunAsync();

/// <summary>The program; public so that tests can host it.</summary>
public partial class Program;
