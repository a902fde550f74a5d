using System.Reflection;
using NhiPortal.Benchmarks;

if (args is ["bare", var address])
    return await BareEndpoint.RunAsync(address);
if (args is ["evidence-step", var step, var kept, var events])
    return await EvidenceBench.StepAsync(step, kept, int.Parse(events, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["findings", .. var sizes])
    return await FindingRun.RunAsync(sizes);
if (args is ["sweep", .. var howMany])
    return await SweepBench.RunAsync(howMany);
if (args is ["audit", .. var lengths])
    return await AuditBench.RunAsync(lengths);
if (args is ["controls", .. var rest])
    return await ControlsBench.RunAsync(rest);
if (args is ["lists", .. var how])
    return await ListsBench.RunAsync(how);
if (args is ["reviews", .. var review])
    return await ReviewsBench.RunAsync(review);

var mode = args is ["sustained" or "log" or "evidence", ..] ? args[0] : "compare";
var options = Options.Parse(args is [var first, ..] && first == mode ? args[1..] : args);
if (mode == "log")
{
    using var logFolder = new DataFolder();
    await LogBench.RunAsync(logFolder.Path, options);
    return 0;
}

if (mode == "evidence")
{
    using var evidenceFolder = options.Folder is null ? new DataFolder() : null;
    return await EvidenceBench.RunAsync(options.Folder ?? evidenceFolder!.Path, options);
}

Console.WriteLine($"Seeding {options.Integrations:N0} integrations with {options.Grants:N0} live grants each…");
using var folder = new DataFolder();
var calls = await Organisation.SeedAsync(folder.Path, options);
Console.WriteLine($"{calls.Count:N0} different calls, {calls.Tokens:N0} tokens, a call of about {calls.TypicalBytes} bytes.");

var program = typeof(Options).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "PortalProgram").Value!;
using var portal = await Server.StartAsync("portal", [program, "--data", folder.Path, "--seed", "none"]);
if (mode == "sustained")
{
    await Sustained.RunAsync(portal, calls, folder.Path, options);
    Console.WriteLine(await folder.DurableAsync());
    return 0;
}

using var bare = await Server.StartAsync("bare", [typeof(Options).Assembly.Location, "bare"]);

foreach (var connections in options.Connections)
    await Comparison.RunAsync(portal, bare, calls, connections, options);
Console.WriteLine(await folder.DurableAsync());
return 0;
