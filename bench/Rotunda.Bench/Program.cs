using Rotunda.Bench;

// Programs that ./bench/run calls by name; each prints a table in Markdown for docs/benchmarks.md
return args switch
{
    ["pages", var app, var folder] => await PagesBench.RunAsync(app, folder),
    ["desk", var folder] => await DeskBench.RunAsync(folder),
    ["today", var folder] => await TodayBench.RunAsync(folder),
    ["newsroom", var folder] => await NewsroomBench.RunAsync(folder, null),
    ["newsroom", var folder, var connection] => await NewsroomBench.RunAsync(folder, connection),
    ["circular", var folder] => await CircularBench.RunAsync(folder),
    ["secrets", var folder] => await SecretsBench.RunAsync(folder),
    ["search", var articles, var folder] => await SearchBench.RunAsync(articles, folder, null),
    ["search", var articles, var folder, var connection] => await SearchBench.RunAsync(articles, folder, connection),
    ["quality", var folder] => QualityBench.Run(folder),
    ["import", var folder] => await ImportBench.RunAsync(folder),
    ["start", var root, var program] => await StartBench.RunAsync(root, program),
    ["recall", var folder] => await RecallBench.RunAsync(folder, null),
    ["recall", var folder, var connection] => await RecallBench.RunAsync(folder, connection),
    ["xliff", var folder] => await XliffBench.RunAsync(folder),
    // The two halves of it, to measure the second again and again on copies of what the first made
    ["xliff-fill", var folder] => await XliffBench.FillAsync(folder),
    ["xliff-path", var folder] => await XliffBench.PathAsync(folder),
    ["memory", var app, var folder] => await MemoryBench.RunAsync(app, folder),
    ["backup", var app, var folder, var work, var mebibytes] => await BackupBench.RunAsync(app, folder, work, int.Parse(mebibytes, System.Globalization.CultureInfo.InvariantCulture)),
    ["corpus", var articles, var folder, var count] => Corpus.Write(articles, folder, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("./bench/run pages | desk | today | newsroom | circular | secrets | start | xliff | recall | search | quality [FOLDER] | import | memory | backup [MIB] | all");
    return 2;
}
