# Reference values for the tests of effect sizes and pooling, by metafor. Run in this folder:
#
#     Rscript reference.R          (Debian: apt-get install r-cran-metafor)
#
# Writes data-<name>.csv (the raw numbers, as metadat ships them), effects.csv, pooled.csv, leave_one_out.csv,
# subgroups.csv.
# The tests read these files; R is not needed to run them.

suppressMessages(library(metafor))
options(digits = 17, warn = 2)
tight <- list(threshold = 1e-12, tol = 1e-15, maxiter = 10000, tau2.max = 1e4)
methods <- c("reml" = "REML", "dersimonian-laird" = "DL", "paule-mandel" = "PM", "common-effect" = "EE")

events <- function(data, a, n1, c, n2) data.frame(
  study = seq_len(nrow(data)), events1 = data[[a]], total1 = data[[n1]], events2 = data[[c]], total2 = data[[n2]])
means <- function(data) with(data, data.frame(
  study = seq_along(n1i), n1 = n1i, mean1 = m1i, sd1 = sd1i, n2 = n2i, mean2 = m2i, sd2 = sd2i))

bcg <- transform(dat.bcg, n1 = tpos + tneg, n2 = cpos + cneg)
ulcer <- subset(dat.collins1985a, !is.na(d.xti) & !is.na(d.xci))
sets <- list(
  "bcg" = list(data = events(bcg, "tpos", "n1", "cpos", "n2"), measures = c("RR", "OR", "RD")),
  "catheters" = list(data = events(dat.nielweise2007, "ai", "n1i", "ci", "n2i"), measures = c("RR", "OR", "RD")),
  "lidocaine" = list(data = events(dat.hine1989, "ai", "n1i", "ci", "n2i"), measures = c("RR", "OR", "RD")),
  "ulcer-deaths" = list(data = events(ulcer, "d.xti", "nti", "d.xci", "nci"), measures = c("RR", "OR", "RD")),
  "stroke-stay" = list(data = means(dat.normand1999), measures = c("MD", "SMD")),
  "asthma" = list(data = means(dat.gibson2002), measures = c("MD", "SMD")),
  "passive-smoking" = list(data = with(dat.hackshaw1998, data.frame(study = study, value = or, low = or.lb, high = or.ub)),
                           measures = "OR"),
  "expectancy" = list(data = with(dat.raudenbush1985, data.frame(study = study, yi = as.numeric(yi), vi = vi)),
                      measures = "SMD"))

effects_of <- function(data, measure) {
  if (!is.null(data$yi)) return(data)
  if (!is.null(data$value)) return(transform(data, yi = log(value), vi = ((log(high) - log(low)) / (2 * qnorm(.975)))^2))
  if (!is.null(data$mean1))
    return(escalc(measure, n1i = n1, m1i = mean1, sd1i = sd1, n2i = n2, m2i = mean2, sd2i = sd2, data = data))
  escalc(measure, ai = events1, n1i = total1, ci = events2, n2i = total2, data = data, drop00 = measure != "RD")
}

fit <- function(effects, method, test) rma(as.numeric(yi), vi, data = effects, method = method, test = test, control = tight)

effects <- pooled <- leave <- NULL
for (name in names(sets)) {
  data <- sets[[name]]$data
  data <- data[complete.cases(data), ]
  write.csv(data, paste0("data-", name, ".csv"), row.names = FALSE, quote = FALSE)
  for (measure in sets[[name]]$measures) {
    found <- effects_of(data, measure)
    found <- found[!is.na(found$yi), ]
    key <- data.frame(set = name, measure = tolower(measure))
    effects <- rbind(effects, cbind(key, data.frame(study = found$study, yi = as.numeric(found$yi), vi = found$vi)))
    for (method in names(methods)) for (test in c("z", "knha")) {
      if (method == "common-effect" && test == "knha") next
      whole <- cbind(key, data.frame(method = method, test = test))
      x <- fit(found, methods[method], test)
      random <- method != "common-effect"
      profile <- if (random) confint(x, control = list(tol = 1e-14, maxiter = 10000, tau2.max = 1e4))$random[1, 2:3] else c(NA, NA)
      predicted <- predict(x)
      pooled <- rbind(pooled, cbind(whole, data.frame(
        k = x$k, value = c(x$beta), se = x$se, low = x$ci.lb, high = x$ci.ub,
        tau2 = if (random) x$tau2 else NA, tau2_low = profile[1], tau2_high = profile[2],
        i2 = x$I2, h2 = x$H2, q = x$QE, df = x$k - 1, p = x$QEp,
        prediction_low = if (random) predicted$pi.lb else NA, prediction_high = if (random) predicted$pi.ub else NA,
        weight_first = weights(x)[1])))
      for (i in seq_len(nrow(found))) {
        y <- fit(found[-i, ], methods[method], test)
        leave <- rbind(leave, cbind(whole, data.frame(
          without = found$study[i], value = c(y$beta), low = y$ci.lb, high = y$ci.ub,
          tau2 = if (random) y$tau2 else NA, i2 = y$I2)))
      }
    }
  }
}
subgroups <- NULL
trials <- transform(effects_of(sets[["bcg"]]$data, "RR"), by = bcg$alloc)
for (method in names(methods)) {
  within <- lapply(unique(trials$by), function(group) fit(subset(trials, by == group), methods[method], "z"))
  across <- rma(sapply(within, coef), sei = sapply(within, function(x) x$se), method = "EE")
  subgroups <- rbind(subgroups, data.frame(
    method = method, group = unique(trials$by), k = sapply(within, function(x) x$k), value = sapply(within, coef),
    se = sapply(within, function(x) x$se), q = across$QE, df = across$k - 1, p = across$QEp))
}
write.csv(data.frame(study = trials$study, group = trials$by), "groups-bcg.csv", row.names = FALSE, quote = FALSE)

for (table in c("effects", "pooled", "leave", "subgroups")) {
  file <- if (table == "leave") "leave_one_out" else table
  numbers <- vapply(get(table), is.double, TRUE)
  rounded <- replace(get(table), numbers, lapply(get(table)[numbers], signif, digits = 11))
  write.csv(rounded, paste0(file, ".csv"), row.names = FALSE, quote = FALSE, na = "")
}
