using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Evidence.Verifying;
using NhiPortal.Tests.Features.Audit;
using static NhiPortal.Tests.Features.Evidence.EvidenceScene;

namespace NhiPortal.Tests.Features.Evidence;

/// <summary>Every way to change a package is found and named, by the command and by the script that knows nothing of the portal.</summary>
public sealed class PackageTamperingTests(PackageTamperingTests.Made made) : IClassFixture<PackageTamperingTests.Made>
{
    private const int Seed = 20261129, FlipsOfEachFile = 6;

    public static TheoryData<string> Ways =>
    [
        "cut tail", "first event removed", "event removed", "event doubled", "events swapped", "event changed with its hash", "table tells otherwise", "empty", "file missing", "file added", "counts", "period",
        "another log's checkpoint", "no consistency", "table's formula",
    ];

    [Fact]
    public void AnyByte_OfAnyFile_IsFoundAndTheFileNamed()
    {
        var random = new Random(Seed);
        foreach (var (name, bytes) in made.Files.Where(file => file.Value.Length > 0))
            for (var i = 0; i < FlipsOfEachFile; i++)
            {
                var at = random.Next(bytes.Length);
                var changed = bytes.ToArray();
                changed[at] ^= (byte)(1 << random.Next(8));
                var verdict = Verify(Zip(made.Files.Select(file => file.Key == name ? new(name, changed) : file)), made.Keys);
                Assert.True(verdict.Level == TrustLevel.Broken, $"{name}, byte {at} was changed unseen");
                Assert.True(verdict.Faults.Any(fault => fault.Place == name), $"{name}, byte {at}: {Told(verdict)}");
            }
    }

    [Fact]
    public void AnyByte_OfTheZipItself_IsFoundOrChangesNoFile()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 100; i++)
        {
            var changed = made.Package.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            var verdict = Verify(changed, made.Keys);
            if (verdict.Level != TrustLevel.Broken)
                Assert.All(Files(changed), file => Assert.Equal(made.Files[file.Key], file.Value));
        }
    }

    [Fact]
    public void CutAnywhere_IsNoPackage()
    {
        foreach (var length in new[] { 0, 1, 100, made.Package.Length / 2, made.Package.Length - 1 })
            Assert.Equal(TrustLevel.Broken, Verify(made.Package[..length], made.Keys).Level);
    }

    /// <summary>By somebody who holds the portal's key, so that every signature fits and the tree alone tells.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public void Changed_AndSignedAnew_IsFoundAndNamed(string way)
    {
        var (package, place) = made.Forged(way);
        var verdict = Verify(package, made.Keys);
        Assert.Equal(TrustLevel.Broken, verdict.Level);
        Assert.True(verdict.Faults.Any(fault => fault.Place.Contains(place, StringComparison.Ordinal) || fault.Sentence.Contains(place, StringComparison.Ordinal)), Told(verdict));
    }

    [Fact]
    public void SwappedKey_IsFoundByWhoeverPinsTheirs_AndNeverGreenWithout()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var package = made.Replaced(stranger);
        Assert.Contains("the key was swapped", Told(Verify(package, made.Keys)), StringComparison.Ordinal);
        Assert.Equal(TrustLevel.EmbeddedKey, Verify(package).Level);
    }

    [Fact]
    public void ReplacedChain_UnderTheRightKey_IsFoundByTheCheckpointThatWasKept()
    {
        var package = made.Replaced(made.Own);
        Assert.Equal(TrustLevel.PinnedKey, Verify(package, made.Keys).Level);
        Assert.Contains("another history", Told(Verify(package, made.Keys, made.Kept)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_WithoutThePortal_AgreesOnEachOfThem()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "python3"))))
            Assert.Skip("python3 is not installed here.");
        var cases = new List<(byte[] Package, string? Kept, int Code, string Words)>
        {
            (made.Package, made.Kept, 0, "pinned key and anchored"),
            (made.Replaced(made.Own), made.Kept, 1, "another history"),
        };
        foreach (var (package, place) in Ways.Select(row => made.Forged(row.Data)))
            cases.Add((package, null, 1, place));

        var random = new Random(Seed);
        foreach (var (name, bytes) in made.Files.Where(file => file.Value.Length > 0))
        {
            var changed = bytes.ToArray();
            changed[random.Next(bytes.Length)] ^= 1;
            cases.Add((Zip(made.Files.Select(file => file.Key == name ? new(name, changed) : file)), null, 1, name));
        }

        var answers = await AskScriptAsync([.. cases.Select(each => (each.Package, each.Kept))]);
        Assert.Equal(cases.Count, answers.Count);
        foreach (var (asked, (code, said)) in cases.Zip(answers))
            Assert.Equal((asked.Code, asked.Words), (code, said.Contains(asked.Words, StringComparison.Ordinal) ? asked.Words : said));
    }

    [Fact]
    public async Task Command_TellsLevelsApartByItsExitCode()
    {
        var (file, key, kept) = (made.Write("good.zip", made.Package), made.Write("key.pem", made.Files["proof/key.pem"]), made.Write("kept.jws", Encoding.ASCII.GetBytes(made.Kept)));
        foreach (var (options, code, words) in new (string[], int, string)[]
        {
            ([], 2, "embedded key only"), (["--key", key], 0, "pinned key, key"), (["--key", key, "--anchor", kept], 0, "pinned key and anchored"), (["--data", made.Folder], 0, "pinned key"),
            (["--key", Path.Combine(made.Folder, "nowhere.pem")], 1, "Not verified"), (["--kay", key], 1, "--kay is unknown"), (["--key"], 1, "needs a value"),
        })
        {
            var output = new StringWriter();
            Assert.Equal(code, await PackageVerb.RunAsync(file, options, output));
            Assert.Contains(words, output.ToString(), StringComparison.Ordinal);
        }

        var broken = new StringWriter();
        Assert.Equal(1, await PackageVerb.RunAsync(made.Write("bad.zip", made.Forged("event changed with its hash").Package), ["--key", key], broken));
        Assert.Contains("THE PACKAGE IS BROKEN", broken.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Runs the script anew for each package, all in one Python: starting one costs more than verifying.</summary>
    /// <returns>The exit code and what was said, for each.</returns>
    private async Task<IReadOnlyList<(int Code, string Said)>> AskScriptAsync(IReadOnlyList<(byte[] Package, string? Kept)> cases)
    {
        const string Driver = """
            import contextlib, io, json, runpy, sys
            script = sys.argv[1]
            for case in sys.stdin.read().splitlines():
                said, code, sys.argv = io.StringIO(), 0, [script, *case.split("\t")]
                with contextlib.redirect_stdout(said):
                    try:
                        runpy.run_path(script, run_name="__main__")
                    except SystemExit as end:
                        code = end.code
                print(json.dumps([code, said.getvalue()]))
            """;
        var (key, kept) = (made.Write("key.pem", made.Files["proof/key.pem"]), made.Write("kept.jws", Encoding.ASCII.GetBytes(made.Kept)));
        var lines = cases.Select((each, i) => string.Join('\t', (string[])[made.Write($"script-{i}.zip", each.Package), "--key", key, .. each.Kept is null ? (string[])[] : ["--anchor", kept]])).ToList();
        var start = new ProcessStartInfo("python3", ["-c", Driver, Path.Combine(Repository.Root, "docs", "verify_package.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var python = Process.Start(start)!;
        await python.StandardInput.WriteAsync(string.Join('\n', lines));
        python.StandardInput.Close();
        var said = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).Select(answer => (answer[0].GetInt32(), answer[1].GetString()!))];
    }

    /// <summary>One package, made once.</summary>
    public sealed class Made : IAsyncLifetime
    {
        private TestPortal portal = null!;

        public byte[] Package { get; private set; } = [];
        public Dictionary<string, byte[]> Files { get; private set; } = [];
        public IReadOnlyList<ECDsa> Keys { get; private set; } = [];
        public ECDsa Own { get; private set; } = null!;

        /// <summary>An earlier checkpoint, as an auditor keeps one.</summary>
        public string Kept { get; private set; } = "";

        public string Folder => portal.Folder;

        public async ValueTask InitializeAsync()
        {
            portal = await TestPortal.StartAsync();
            var org = await ActedAsync(portal);
            Kept = Encoding.ASCII.GetString(EvidenceScene.Files(await PackageAsync(portal, org))["proof/latest.jws"]);
            portal.Time.Advance(TimeSpan.FromMinutes(2));
            await portal.EventsAsync(7);
            await SignAsync(portal);
            var until = portal.Now;
            portal.Time.Advance(TimeSpan.FromMinutes(2));
            await portal.EventsAsync(3);
            await SignAsync(portal);
            Package = await PackageAsync(portal, org, new(until.AddDays(-30), until.AddSeconds(1)));
            Files = EvidenceScene.Files(Package);
            Keys = portal.Get<SigningKeys>().CopyPublic();
            Own = OwnKey(portal);
            Assert.Equal("", Told(Verify(Package, Keys, Kept)));
            Assert.NotEmpty(Files["proof/consistency.txt"]);
        }

        public string Write(string name, byte[] bytes)
        {
            var file = Path.Combine(portal.Folder, name);
            File.WriteAllBytes(file, bytes);
            return file;
        }

        public (byte[] Package, string Place) Forged(string way) => way switch
        {
            "cut tail" => (Lines(lines => lines[..^3]), "proof/omitted.txt"),
            "first event removed" => (Lines(lines => lines[1..]), "leaf"),
            "event removed" => (Lines(lines => [.. lines[..9], .. lines[10..]]), "leaf"),
            "event doubled" => (Lines(lines => [.. lines[..10], lines[9], .. lines[10..]]), "event at leaf 9"),
            "events swapped" => (Lines(lines => [.. lines[..9], lines[10], lines[9], .. lines[11..]]), "leaf"),
            "event changed with its hash" => (Lines(lines => [.. lines[..5], Rewritten(lines[5], 5), .. lines[6..]]), "proof/checkpoint.jws"),
            "table tells otherwise" => (Change("actions.csv", text => text.Replace("Sam (system_owner)", "Bob (system_owner)", StringComparison.Ordinal)), "actions.csv"),
            "table's formula" => (Change("actions.csv", text => text.Replace("\"'=", "\"=", StringComparison.Ordinal)), "actions.csv"),
            "empty" => (Lines(_ => []), "The package is empty"),
            "file missing" => (Forge(Package, Own, files => files.Remove("proof/latest.jws")), "proof/latest.jws"),
            "file added" => (Zip([.. Files, new("extra.txt", [1])]), "extra.txt"),
            "counts" => (Forge(Package, Own, _ => { }, told => told with { Counts = told.Counts with { Attributed = 0 } }), "manifest.dsse.json"),
            "period" => (Forge(Package, Own, _ => { }, told => told with { From = told.Until.AddMinutes(-1) }), "period"),
            "another log's checkpoint" => (Forge(Package, Own, files => files["proof/checkpoint.jws"] = Encoding.ASCII.GetBytes(
                new Checkpoint("another", Checkpoint.Claim(Text("proof/checkpoint.jws").Trim())!.TreeSize, MerkleTree.EmptyRoot, 0).Sign(Own) + "\n")), "proof/checkpoint.jws"),
            "no consistency" => (Forge(Package, Own, files => files["proof/consistency.txt"] = []), "proof/consistency.txt"),
            _ => throw new ArgumentOutOfRangeException(nameof(way)),
        };

        /// <summary>Another history over as many events, all of it signed with a key.</summary>
        public byte[] Replaced(ECDsa key)
        {
            var lines = Text("actions.jsonl").Split('\n')[..^1];
            lines[2] = Rewritten(lines[2], 2).TrimEnd('\n');
            var told = Contents();
            var tree = new MerkleFrontier();
            foreach (var line in lines)
                tree.Append(Leaf(line));
            foreach (var node in Text("proof/omitted.txt").Split('\n')[..^1].Select(line => line.Split(' ')))
                Assert.True(tree.TryAppend(int.Parse(node[1], System.Globalization.CultureInfo.InvariantCulture), MerkleHash.Parse(node[2])));
            var jws = Encoding.ASCII.GetBytes(Checkpoint.Of(told.Log, tree, portal.Now).Sign(key) + "\n");
            return Forge(Package, key, files =>
            {
                files["actions.jsonl"] = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
                files["actions.csv"] = Table(lines);
                files["proof/checkpoint.jws"] = files["proof/latest.jws"] = jws;
                files["proof/consistency.txt"] = [];
                files["proof/keys.json"] = Encoding.ASCII.GetBytes($$"""{"keys":[{{CheckpointKey.PublicJwk(key)}}]}""");
            }, contents => contents with { LatestSize = contents.TreeSize });
        }

        public async ValueTask DisposeAsync()
        {
            Own.Dispose();
            await portal.DisposeAsync();
        }

        private EvidenceContents Contents()
        {
            Assert.True(Dsse.TryRead(Files["manifest.dsse.json"], out var envelope) && EvidenceStatement.TryRead(envelope.Payload, out _));
            return EvidenceStatement.TryRead(envelope.Payload, out var statement) ? statement.Contents : throw new InvalidOperationException();
        }

        private string Text(string name) => Encoding.UTF8.GetString(Files[name]);

        private byte[] Change(string name, Func<string, string> change) => Forge(Package, Own, files =>
        {
            var changed = Encoding.UTF8.GetBytes(change(Text(name)));
            Assert.NotEqual(files[name], changed);
            files[name] = changed;
        });

        private byte[] Lines(Func<string[], string[]> change) =>
            Change("actions.jsonl", text => string.Concat(change([.. text.Split('\n')[..^1].Select(line => line + "\n")])));

        private static string Rewritten(string line, long leaf)
        {
            var body = line[8..line.LastIndexOf(",\"leaf_hash\"", StringComparison.Ordinal)].Replace("\"sentence\":\"", "\"sentence\":\"Never ", StringComparison.Ordinal);
            return EvidenceLine.Write(body, MerkleTree.LeafHash(Encoding.UTF8.GetBytes(body)), leaf);
        }

        private static MerkleHash Leaf(string line) => EvidenceLine.TryRead(Encoding.UTF8.GetBytes(line), out var read) ? read.Hash : throw new InvalidOperationException();

        private static byte[] Table(IEnumerable<string> lines)
        {
            var text = new StringBuilder(EvidenceTable.Head);
            foreach (var line in lines)
            {
                Assert.True(EvidenceLine.TryRead(Encoding.UTF8.GetBytes(line), out var read));
                using var json = JsonDocument.Parse(read.Body.ToArray());
                text.Append(EvidenceTable.Row(json.RootElement, read.Leaf));
            }

            return Encoding.UTF8.GetBytes(text.ToString());
        }
    }
}
