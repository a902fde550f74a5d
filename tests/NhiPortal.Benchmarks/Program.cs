using System.Reflection;
using NhiPortal.Benchmarks;

if (args is ["bare", var address])
    return await BareEndpoint.RunAsync(address);
if (args is ["findings", .. var sizes])
    return await FindingRun.RunAsync(sizes);

var options = Options.Parse(args);
Console.WriteLine($"Seeding {options.Integrations:N0} integrations with {options.Grants:N0} live grants each…");
using var folder = new DataFolder();
var calls = await Organisation.SeedAsync(folder.Path, options);
Console.WriteLine($"{calls.Count:N0} different calls, {calls.Tokens:N0} tokens, a call of about {calls.TypicalBytes} bytes.");

var program = typeof(Options).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "PortalProgram").Value!;
using var portal = await Server.StartAsync("portal", [program, "--data", folder.Path, "--seed", "none"]);
using var bare = await Server.StartAsync("bare", [typeof(Options).Assembly.Location, "bare"]);

foreach (var connections in options.Connections)
    await Comparison.RunAsync(portal, bare, calls, connections, options);
Console.WriteLine(await folder.DurableAsync());
return 0;
