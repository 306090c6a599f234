using Rotunda.CommandLine;
using Rotunda.Data;
using Rotunda.Data.Backups;

IcuLibrary.LetItsAbsenceBeTold();
return await RotundaCommands.RunAsync(args, Courtesy.LetOthersGoFirst);
